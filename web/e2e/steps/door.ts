/** What browser tests do at the door and behind it: signing in by hand, and setting up a second factor. */
import type { Page } from 'playwright-core'
import { totpCodeAt } from '../../auth/factors/totp.ts'
import type { Member } from '../stack/stack.ts'
import { expectSound, TWO_LOOKS } from './soundness.ts'

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

/** An app shows another code this often; what a busy machine may need to type one and send it. */
const STEP_MS = 30_000
const MARGIN_MS = 10_000

/** Where an authenticator app can be set up; a wrong code is tried first. */
export async function setUpApp(page: Page): Promise<{ secret: string; codes: string[] }> {
  await page.getByRole('button', { name: /Set up an(other)? app/ }).click()
  await page.getByRole('img', { name: 'QR code for your authenticator app' }).waitFor()
  const words = await page
    .getByRole('paragraph')
    .filter({ hasText: /^Key: / })
    .innerText()
  const secret = words.replace('Key:', '').replaceAll(/\s/g, '')
  await expectSound(page, TWO_LOOKS)
  await page.getByLabel('Code the app shows').fill('000000')
  await page.getByRole('button', { name: 'Turn it on' }).click()
  await page.getByText('This code does not fit').waitFor()
  // The code of the step before, since the door asks for another one later: it is good until this step ends.
  const left = STEP_MS - (Date.now() % STEP_MS)
  if (left < MARGIN_MS) await page.waitForTimeout(left)
  await page.getByLabel('Code the app shows').fill(totpCodeAt(secret, Date.now() - STEP_MS))
  await page.getByRole('button', { name: 'Turn it on' }).click()
  await page.getByText('The app is set up.').waitFor()
  const codes = await page
    .getByRole('list', { name: 'Recovery codes' })
    .locator('li')
    .allInnerTexts()
  await expectSound(page, TWO_LOOKS)
  return { secret, codes }
}
