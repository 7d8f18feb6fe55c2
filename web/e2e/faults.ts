/** Whatever a page does that it should not: script errors, console errors, refused resources, CSP violations. */
import type { BrowserContext } from 'playwright-core'

export interface Faults {
  /** Everything since the last call, or since the beginning. */
  take(): string[]
}

/** Watches every page of the context; call it before the first page is opened. */
export async function watchFaults(context: BrowserContext): Promise<Faults> {
  const seen: string[] = []
  await context.exposeFunction('reportViolation', (violation: string) => {
    seen.push(`CSP: ${violation}`)
  })
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const report = Reflect.get(window, 'reportViolation') as (violation: string) => void
      report(`${event.violatedDirective} ${event.blockedURI} at ${event.documentURI}`)
    })
  })
  context.on('weberror', (error) => seen.push(`script: ${error.error().message}`))
  context.on('console', (message) => {
    if (message.type() === 'error') seen.push(`console: ${message.text()}`)
  })
  return { take: () => seen.splice(0) }
}
