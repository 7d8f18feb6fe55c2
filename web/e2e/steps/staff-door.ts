/** The way of staff through their door, for tests that are about what lies behind it. */
import type { Page } from 'playwright-core'
import { totpCodeAt } from '../../auth/factors/totp.ts'
import type { Staff } from '../stack/seed.ts'
import { signIn } from './door.ts'

/** From the door to the page that was asked for. One account can pass once per 30 seconds: a code is good once. */
export async function passStaffDoor(page: Page, staff: Staff): Promise<void> {
  await page.getByRole('heading', { level: 1, name: 'Sign in to the console' }).waitFor()
  await signIn(page, staff)
  await page.getByRole('heading', { level: 1, name: 'One more step' }).waitFor()
  await page.getByLabel('Code').fill(totpCodeAt(staff.totpSecret, Date.now()))
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL((url) => !url.pathname.startsWith('/admin/sign-in'))
}
