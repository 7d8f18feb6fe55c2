/** What must hold on every page in every state: axe finds nothing, and nothing is wider than the screen. */
import AxeBuilder from '@axe-core/playwright'
import { expect } from 'vitest'
import type { Page } from 'playwright-core'
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

/** @param rules of axe; all of them when empty */
export async function axeFindings(page: Page, rules: string[] = []): Promise<string[]> {
  // Legacy: without a second page to put results together, which no frame of ours needs.
  const axe = new AxeBuilder({ page }).setLegacyMode(true)
  if (rules.length > 0) axe.withRules(rules)
  const { violations } = await axe.analyze()
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}: ${node.target.join(' ')}: ${node.any[0]?.message ?? ''}`),
  )
}

/** By a page that is wider than what is seen of it. */
export const scrollsSideways = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)

/** In each of the looks; the page is left on the desktop, and light. */
export async function expectSound(page: Page, looks = EVERY_LOOK): Promise<void> {
  const found: string[] = []
  for (const [size, colorScheme] of looks) {
    await page.setViewportSize(SIZES[size])
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    for (const finding of await axeFindings(page)) found.push(`${size} ${colorScheme}: ${finding}`)
    if (await scrollsSideways(page)) found.push(`${size} ${colorScheme}: scrolls sideways`)
  }
  await page.setViewportSize(SIZES.desktop)
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: null })
  expect(found).toEqual([])
}
