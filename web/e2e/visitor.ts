/** One person at one browser: a context with cookies of its own, and everything that went wrong in it. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { SIZES, type Scheme, type Size } from './browser.ts'
import { watchFaults, type Faults } from './faults.ts'
import { signInByHttp } from './sign-in-by-http.ts'
import type { Member, Stack } from './stack/stack.ts'

export interface Visitor {
  context: BrowserContext
  page: Page
  faults: Faults
}

export interface VisitOptions {
  /** Opened first, e.g. `/t/northgate/orders`. */
  path: string
  /** Signed in already; missing: nobody. */
  as?: Member
  size?: Size
  scheme?: Scheme
}

export async function visit(
  browser: Browser,
  stack: Pick<Stack, 'webUrl'>,
  options: VisitOptions,
): Promise<Visitor> {
  const context = await browser.newContext({
    baseURL: stack.webUrl,
    viewport: SIZES[options.size ?? 'desktop'],
    colorScheme: options.scheme ?? 'light',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    isMobile: options.size === 'phone',
    hasTouch: options.size === 'phone',
  })
  context.setDefaultTimeout(15_000)
  const faults = await watchFaults(context)
  if (options.as) await context.addCookies(await cookiesOf(stack.webUrl, options.as))
  const page = await context.newPage()
  await page.goto(options.path)
  return { context, page, faults }
}

// One sign-in per member and stack: more would run into the limit on tries, as they should.
const sessions = new Map<string, Promise<string>>()

/** The cookies of a session of this member. */
export async function cookiesOf(
  webUrl: string,
  member: Member,
): Promise<{ name: string; value: string; url: string }[]> {
  const key = `${webUrl} ${member.email}`
  const session = sessions.get(key) ?? signInByHttp(webUrl, member)
  sessions.set(key, session)
  return (await session).split('; ').map((cookie) => {
    const [name = '', value = ''] = cookie.split('=', 2)
    return { name, value, url: webUrl }
  })
}

/** Waits until the page's own stream is open: only then is a change bound to arrive. */
export async function untilLive(page: Page): Promise<void> {
  await page.getByText('Live', { exact: true }).first().waitFor({ state: 'attached' })
}

/** Leaves a mark that only a reload removes. */
export async function markDocument(page: Page): Promise<void> {
  await page.evaluate(() => Reflect.set(window, 'sameDocument', true))
}

export const isSameDocument = (page: Page): Promise<boolean> =>
  page.evaluate(() => Reflect.get(window, 'sameDocument') === true)
