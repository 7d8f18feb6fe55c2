/** The browser of the browser tests, without anything that would talk to the outside by itself. */
import { chromium, type Browser } from 'playwright-core'
import { requireBrowser } from '#workers/dev/services/browser.ts'

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export async function openBrowser(): Promise<Browser> {
  const executablePath = await requireBrowser((line) => process.stderr.write(`${line}\n`))
  return chromium.launch({ executablePath, args: FLAGS })
}

/** The two sizes every page is made for, and both colour schemes. */
export const SIZES = {
  desktop: { width: 1280, height: 800 },
  phone: { width: 390, height: 844 },
} as const
export const SCHEMES = ['light', 'dark'] as const
export type Size = keyof typeof SIZES
export type Scheme = (typeof SCHEMES)[number]
