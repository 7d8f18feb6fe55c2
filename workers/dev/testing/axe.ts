/**
 * What axe has against a page as it is now. The rules are put into the page once and only violations are worked out:
 * a list of fifty orders takes a third of the time that a full report of it does. Most of what is left is colours, so
 * those are made quick: axe finds the same, in two fifths of the time.
 */
import axe from 'axe-core'
import type { Page } from 'playwright-core'

/** Where only the scheme is another one: it has other colours, and nothing else. */
export const COLOUR_RULES = ['color-contrast', 'link-in-text-block']

/**
 * @param rules of axe; all of them when empty
 * @returns one sentence for each element that breaks a rule: rule, what it asks, where, why
 */
export async function axeFindings(page: Page, rules: readonly string[] = []): Promise<string[]> {
  const violations = await violationsOn(page, rules).catch(async (error: unknown) => {
    // A page that moves on while it is looked at takes axe along: it is looked at where it has arrived.
    if (!/context was destroyed|reading 'run'/.test(String(error))) throw error
    await page.waitForLoadState()
    return violationsOn(page, rules)
  })
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}: ${node.target.join(' ')}: ${node.any[0]?.message ?? ''}`),
  )
}

async function violationsOn(page: Page, rules: readonly string[]): Promise<axe.Result[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) {
    await page.evaluate(QUICK_SOURCE)
    await page.evaluate(rememberColours)
  }
  return page.evaluate(runAxe, rules)
}

/**
 * axe is built for browsers without private fields: each channel of each colour lies in a WeakMap, tens of thousands
 * of entries that garbage collection goes through again and again. Here such a field lies on its object.
 */
const QUICK_SOURCE = `{
  class WeakMap {
    #key = Symbol()
    constructor(entries = []) { for (const [of, value] of entries ?? []) this.set(of, value) }
    has(of) { return Object.hasOwn(of, this.#key) }
    get(of) { return of?.[this.#key] }
    set(of, value) { of[this.#key] = value; return this }
    delete(of) { return this.has(of) && delete of[this.#key] }
  }
  ${axe.source}
}`

interface Colour {
  r: number
  g: number
  b: number
  alpha: number
  parseString: (this: Colour, text: string) => Colour
}

/** Runs in the page: axe works out what a colour means for each element anew, and a page has a dozen of them. */
function rememberColours(): void {
  const { axe } = globalThis as typeof globalThis & {
    axe: { commons: { color: { Color: { prototype: Colour } } } }
  }
  const { prototype } = axe.commons.color.Color
  const parse = prototype.parseString
  const known = new Map<string, Pick<Colour, 'r' | 'g' | 'b' | 'alpha'>>()
  prototype.parseString = function (text) {
    const found = known.get(text)
    if (found) return Object.assign(this, found)
    const { r, g, b, alpha } = parse.call(this, text)
    known.set(text, { r, g, b, alpha })
    return this
  }
}

/** Runs in the page. */
async function runAxe(rules: readonly string[]): Promise<axe.Result[]> {
  const page = globalThis as typeof globalThis & { axe: typeof axe }
  // Between two schemes a colour on its way is neither the one nor the other.
  const moving = document.getAnimations().filter(({ effect }) => {
    const end = effect?.getComputedTiming().endTime
    return typeof end === 'number' && Number.isFinite(end)
  })
  for (const animation of moving) animation.finish()
  const { violations } = await page.axe.run(document, {
    resultTypes: ['violations'],
    ...(rules.length > 0 ? { runOnly: { type: 'rule', values: [...rules] } } : {}),
  })
  return violations
}
