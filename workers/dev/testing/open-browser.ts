/** The browser of the tests, the pictures and the benches: it asks nobody outside, and draws nothing but pages. */
import { chromium, type Browser } from 'playwright-core'
import { requireBrowser } from '../services/browser.ts'

/**
 * Each window of Chromium brings two pages of its own for suggestions below the address, which nobody sees here and
 * which cost more than a page of ours: a third of all the work of a visit.
 */
const UNSEEN = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup']

/** What Playwright itself turns off in pages like ours: Chromium heeds the last list of features alone. */
const AS_PLAYWRIGHT_HAS_IT = [
  ...['AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'PaintHolding'],
  ...['HttpsUpgrades', 'HttpsFirstBalancedModeAutoEnable', 'ThirdPartyStoragePartitioning'],
  ...['AvoidCorsURLLoaderRestartOnRedirect', 'LensOverlay', 'MediaRouter', 'OptimizationHints'],
  ...['NetworkTimeServiceQuerying', 'AimEnabled', 'PreconnectToSearch'],
]

const FLAGS = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
  `--disable-features=${[...AS_PLAYWRIGHT_HAS_IT, ...UNSEEN].join(',')}`,
]

/** @throws Error that says what to do when there is no browser */
export async function openBrowser(): Promise<Browser> {
  const executablePath = await requireBrowser((line) => process.stderr.write(`${line}\n`))
  return chromium.launch({ executablePath, args: FLAGS })
}
