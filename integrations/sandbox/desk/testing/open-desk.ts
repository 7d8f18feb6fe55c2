/** The desk of a sandbox in a browser: webhooks of every system go to an endpoint that takes them. */
import { createServer } from 'node:http'
import type { Browser, Page } from 'playwright-core'
import { expect } from 'vitest'
import { openBrowser } from '#workers/dev/testing/open-browser.ts'
import type { SandboxOptions } from '../../create-sandbox.ts'
import { type Control, startSandbox } from '../../testing/start.ts'

/** In a form that every system accepts. */
const SECRET = 'whsec_c2VjcmV0LW9mLXRoZS1maXJzdC1jb25uZWN0aW9u'

export interface Look {
  /** Where on the desk; the orders if not said. */
  at?: string
  width?: number
  height?: number
  colorScheme?: 'light' | 'dark'
}

/** Every look that a view is judged by. */
export const LOOKS = [
  { width: 1280, height: 800, colorScheme: 'light' },
  { width: 1280, height: 800, colorScheme: 'dark' },
  { width: 390, height: 844, colorScheme: 'light' },
  { width: 390, height: 844, colorScheme: 'dark' },
] as const satisfies readonly Look[]

export interface OpenDesk {
  sandbox: Control
  /** A page on the desk; fails when it complains about anything. */
  visit(work: (page: Page) => Promise<void>, look?: Look): Promise<void>
  close(): Promise<void>
}

export async function openDesk(options: SandboxOptions = {}): Promise<OpenDesk> {
  const receiver = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(202).end())
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  const address = receiver.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const sandbox = await startSandbox(options)
  for (const source of ['orders', 'stripe', 'hubspot']) {
    const webhook = { url: `http://127.0.0.1:${String(port)}/`, secret: SECRET }
    await sandbox.send('PUT', `/control/webhooks/${source}`, webhook)
  }
  const browser = await openBrowser()
  return {
    sandbox,
    visit: (work, look = {}) => visit(browser, work, { look, url: sandbox.url }),
    async close() {
      await browser.close()
      await sandbox.close()
      receiver.close()
    },
  }
}

async function visit(
  browser: Browser,
  work: (page: Page) => Promise<void>,
  { look, url }: { look: Look; url: string },
): Promise<void> {
  const { at = '/', width = 1280, height = 800, colorScheme = 'light' } = look
  const context = await browser.newContext({ viewport: { width, height }, colorScheme })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    // A refusal in words is an answer like any other; the browser notes it all the same.
    if (message.text().includes('409 (Conflict)')) return
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  await page.goto(url + at)
  await work(page)
  await context.close()
  expect(complaints).toEqual([])
}

export const said = (page: Page, text: string) => page.getByRole('status').getByText(text).waitFor()

export const rowOf = (page: Page, id: string) => page.locator(`#rows [data-row="${id}"]`)

export const isSideways = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
