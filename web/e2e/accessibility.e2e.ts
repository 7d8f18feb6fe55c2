/** Everybody can use every page in every state: axe finds nothing, the keyboard reaches everything, nothing is refused by the CSP. */
import { describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { axeFindings, COLOUR_RULES } from '#workers/dev/testing/axe.ts'
import { SIZES, type Scheme, type Size } from './browser.ts'
import { eventually } from './steps/eventually.ts'
import { enterState, PAGE_STATES } from './page-states.ts'
import { useScene } from './scene.ts'
import type { PageState } from './states/page-state.ts'
import { untilLive, type Visitor } from './visitor.ts'

const scene = useScene()

/** Nobody else may be on a page while what all of them stand on is changed. */
const [alone, beside] = [
  PAGE_STATES.filter(({ after }) => after !== undefined),
  PAGE_STATES.filter(({ after }) => after === undefined),
]

describe('axe and the content security policy object to nothing', () => {
  it.concurrent.each(beside)('$name', inspect)
  it.each(alone)('$name', inspect)
})

/**
 * Every rule at each size, every colour of each scheme. What a phone alone has is seen in the dark: its colours in the
 * light are the desktop's, by the same names.
 */
const LOOKS: readonly { size: Size; scheme: Scheme; rules: readonly string[] }[] = [
  { size: 'desktop', scheme: 'light', rules: [] },
  { size: 'desktop', scheme: 'dark', rules: COLOUR_RULES },
  { size: 'phone', scheme: 'dark', rules: [] },
]

/** Windows that nobody uses at the moment, by who is signed in: what one has loaded is not loaded for the next state. */
const idle = new Map<string, Visitor[]>()

async function inspect(state: PageState): Promise<void> {
  const { stack } = scene
  const as = state.as?.(stack)
  const windows = idle.get(as?.email ?? '') ?? []
  idle.set(as?.email ?? '', windows)
  const visitor =
    windows.pop() ?? (await scene.visit({ path: 'about:blank', ...(as ? { as } : {}) }))
  const { page, context, faults } = visitor
  const found: string[] = []
  try {
    await page.setViewportSize(SIZES.desktop)
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
    await enterState(page, state, stack)
    for (const { size, scheme, rules } of LOOKS) {
      await page.setViewportSize(SIZES[size])
      // What was opened on the other size is not what one would open here.
      if (size === 'phone' && state.arrange) await enterState(page, state, stack)
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
      for (const finding of await axeFindings(page, rules)) {
        found.push(`${size} ${scheme}: ${finding}`)
      }
    }
    expect([...found, ...faults.take().filter(isOurs)]).toEqual([])
    await leave(visitor)
    windows.push(visitor)
  } catch (error) {
    await context.close()
    throw error
  } finally {
    await state.after?.(stack)
  }
}

/** As somebody who comes for the first time would find it, but signed in. */
async function leave({ page, faults }: Visitor): Promise<void> {
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  await page.evaluate(() => {
    localStorage.clear()
    sessionStorage.clear()
  })
  await page.goto('about:blank')
  faults.take()
}

describe('by keyboard', () => {
  it.each([
    '/sign-in',
    '/t/vellmar/home',
    '/t/vellmar/orders?q=north&size=25',
    '/t/vellmar/orders?q=zeppelin',
    '/t/vellmar/invoices?view=open&size=25',
    '/t/vellmar/company',
  ])('everything that can be pressed is reached, in sight and marked: %s', async (path) => {
    const as = path === '/sign-in' ? {} : { as: scene.stack.member('vellmar', 'admin') }
    const { page, context } = await scene.visit({ path, ...as })
    if (path !== '/sign-in') await untilLive(page)
    const expected = await pressable(page)
    const reached: string[] = []
    for (let count = 0; count < expected.length + 5; count++) {
      await page.keyboard.press('Tab')
      const focused = await page.evaluate(describeFocus)
      if (focused === null) break
      expect([focused.name, focused.marked]).toEqual([focused.name, true])
      reached.push(focused.name)
    }
    expect(reached).toEqual(expect.arrayContaining(expected))
    await context.close()
  })

  it('a press on a place or a row leads to a page whose heading has the focus', async () => {
    const { page } = await scene.visit({
      path: '/t/vellmar/home',
      as: scene.stack.member('vellmar', 'admin'),
    })
    await untilLive(page)
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to content')
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main')

    await page.getByRole('link', { name: 'Orders', exact: true }).focus()
    await page.keyboard.press('Enter')
    await page.waitForURL('**/t/vellmar/orders')
    await eventually(() => page.evaluate(headingInFocus)).toBe('Orders')
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.waitForURL(/orders\/[0-9a-f-]{36}$/)
    await page.getByRole('navigation', { name: 'Breadcrumb' }).waitFor()
    const title = await page.getByRole('heading', { level: 1 }).innerText()
    await eventually(() => page.evaluate(headingInFocus)).toBe(title)
  })

  it('menus and the search give the focus back to what opened them', async () => {
    const { page } = await scene.visit({
      path: '/t/vellmar/orders',
      as: scene.stack.member('vellmar', 'admin'),
    })
    await untilLive(page)
    for (const name of [/account of/, /^Search$/, /^Filter$/]) {
      const button = page.getByRole('button', { name })
      await button.focus()
      await page.keyboard.press('Enter')
      await page.locator('[role=menu], [role=dialog]').first().waitFor()
      await page.keyboard.press('Escape')
      await page.locator('[role=menu], [role=dialog]').first().waitFor({ state: 'detached' })
      await eventually(() => button.evaluate((element) => element === document.activeElement)).toBe(
        true,
      )
    }
  })
})

/** Chromium itself reports a page that is answered with an error, or one that is left while it loads. */
const isOurs = (fault: string): boolean =>
  !/^console: Failed to load resource: the server responded with a status of (400|404|500)/.test(
    fault,
  )

/** Names of everything visible that can be pressed, in the order of the document. */
function pressable(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('a[href], button, input, select')]
      .filter((element) => element.tabIndex >= 0 && element.checkVisibility())
      .filter((element) => !element.matches(':disabled, [type=hidden]'))
      .map(
        (element) =>
          element.getAttribute('aria-label') ??
          (element.textContent.trim() || element.getAttribute('name') || element.outerHTML),
      ),
  )
}

function describeFocus(): { name: string; marked: boolean } | null {
  const element = document.activeElement
  if (!(element instanceof HTMLElement) || element === document.body) return null
  const isDrawn = (style: CSSStyleDeclaration): boolean =>
    (style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0) ||
    style.boxShadow !== 'none'
  const around = [getComputedStyle(element), getComputedStyle(element, '::after')]
  const parent = element.parentElement
  if (parent) around.push(getComputedStyle(parent))
  return {
    name:
      element.getAttribute('aria-label') ??
      (element.textContent.trim() || element.getAttribute('name') || element.outerHTML),
    marked: around.some(isDrawn),
  }
}

function headingInFocus(): string | null {
  const element = document.activeElement
  return element instanceof HTMLHeadingElement ? element.innerText : null
}
