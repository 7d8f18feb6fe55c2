/** A first visit costs at most 140 kB of JavaScript and 20 kB of styles, compressed, on every page that is opened first. */
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { useScene } from './scene.ts'

const scene = useScene()

const KB = 1_000
const LIMITS = { script: 140 * KB, stylesheet: 20 * KB }

const PAGES = ['home', 'orders', 'invoices', 'company', 'settings'] as const

async function weigh(
  path: string,
  signedIn: boolean,
): Promise<Record<keyof typeof LIMITS, number>> {
  const { stack } = scene
  // An address without any script, so that nothing is in the browser's cache yet.
  const visitor = await scene.visit({
    path: '/healthz',
    ...(signedIn && { as: stack.member('northgate', 'admin') }),
  })
  const page = await visitor.context.newPage()
  const bytes = { script: 0, stylesheet: 0 }
  const weighed: Promise<void>[] = []
  page.on('response', (response) => {
    const kind = response.request().resourceType()
    if (kind !== 'script' && kind !== 'stylesheet') return
    weighed.push(
      response.body().then((body) => {
        bytes[kind] += gzipSync(body).length
      }),
    )
  })
  await page.goto(path, { waitUntil: 'load' })
  await Promise.all(weighed)
  await visitor.context.close()
  return bytes
}

describe('what a first visit loads', () => {
  it.each(PAGES)('is within the budget on %s', async (name) => {
    const { script, stylesheet } = await weigh(`/t/northgate/${name}`, true)
    expect(script).toBeGreaterThan(50 * KB)
    expect(script).toBeLessThanOrEqual(LIMITS.script)
    expect(stylesheet).toBeLessThanOrEqual(LIMITS.stylesheet)
  })

  it('is within the budget at the door', async () => {
    const { script, stylesheet } = await weigh('/sign-in', false)
    expect(script).toBeLessThanOrEqual(LIMITS.script)
    expect(stylesheet).toBeLessThanOrEqual(LIMITS.stylesheet)
  })
})
