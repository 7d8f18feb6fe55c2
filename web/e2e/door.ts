/** What browser tests do at the door and behind it: signing in by hand, setting up a second factor, and axe on the way. */
import AxeBuilder from '@axe-core/playwright'
import { expect } from 'vitest'
import type { Page } from 'playwright-core'
import { totpCodeAt } from '../auth/factors/totp.ts'
import { SIZES } from './browser.ts'
import type { Member } from './stack/stack.ts'

export async function signIn(
  page: Page,
  { email, password }: Pick<Member, 'email' | 'password'>,
): Promise<void> {
  await page.getByLabel('Work e-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** By its path alone: the door names the page that comes next as well. */
export const arrive = (page: Page, path: string): Promise<void> =>
  page.waitForURL((url) => url.pathname === path)

/** Axe at both sizes, one dark and one light, and nothing wider than the screen; the page stays on the desktop. */
export async function check(page: Page): Promise<void> {
  for (const [size, colorScheme] of [
    ['phone', 'dark'],
    ['desktop', 'light'],
  ] as const) {
    await page.setViewportSize(SIZES[size])
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([])
    const isWide = await page.evaluate(
      () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
    )
    expect(isWide).toBe(false)
  }
}

/** Where an authenticator app can be set up; a wrong code is tried first. */
export async function setUpApp(page: Page): Promise<{ secret: string; codes: string[] }> {
  await page.getByRole('button', { name: /Set up an(other)? app/ }).click()
  await page.getByRole('img', { name: 'QR code for your authenticator app' }).waitFor()
  const words = await page
    .getByRole('paragraph')
    .filter({ hasText: /^Key: / })
    .innerText()
  const secret = words.replace('Key:', '').replaceAll(/\s/g, '')
  await check(page)
  await page.getByLabel('Code the app shows').fill('000000')
  await page.getByRole('button', { name: 'Turn it on' }).click()
  await page.getByText('This code does not fit').waitFor()
  await page.getByLabel('Code the app shows').fill(totpCodeAt(secret, Date.now() - 30_000))
  await page.getByRole('button', { name: 'Turn it on' }).click()
  await page.getByText('The app is set up.').waitFor()
  const codes = await page
    .getByRole('list', { name: 'Recovery codes' })
    .locator('li')
    .allInnerTexts()
  await check(page)
  return { secret, codes }
}
