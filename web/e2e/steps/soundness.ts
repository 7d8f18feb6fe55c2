/** What must hold on every page in every state: axe finds nothing, and nothing is wider than the screen. */
import { expect } from 'vitest'
import type { Page } from 'playwright-core'
import { axeFindings, COLOUR_RULES } from '#workers/dev/testing/axe.ts'
import { SCHEMES, SIZES, type Scheme, type Size } from '../browser.ts'

type Look = readonly [Size, Scheme]

const ALL = Object.keys(SIZES) as Size[]
/** Where colours are not the point. */
export const BOTH_SIZES: readonly Look[] = ALL.map((size) => [size, 'light'])
/** Each size and each scheme once, for what is met often. */
export const TWO_LOOKS: readonly Look[] = [
  ['phone', 'dark'],
  ['desktop', 'light'],
]
export const EVERY_LOOK: readonly Look[] = ALL.flatMap((size) =>
  SCHEMES.map((scheme) => [size, scheme] as const),
)

/** By a page that is wider than what is seen of it. */
export const scrollsSideways = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)

/** In each of the looks; the page is left on the desktop, and light. */
export async function expectSound(page: Page, looks = EVERY_LOOK): Promise<void> {
  const found: string[] = []
  const seen = new Set<Size>()
  for (const [size, colorScheme] of looks) {
    await page.setViewportSize(SIZES[size])
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    // In another scheme a page has other colours, and nothing else.
    const rules = seen.has(size) ? COLOUR_RULES : []
    seen.add(size)
    for (const finding of await axeFindings(page, rules)) {
      found.push(`${size} ${colorScheme}: ${finding}`)
    }
    if (await scrollsSideways(page)) found.push(`${size} ${colorScheme}: scrolls sideways`)
  }
  await page.setViewportSize(SIZES.desktop)
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: null })
  expect(found).toEqual([])
}
