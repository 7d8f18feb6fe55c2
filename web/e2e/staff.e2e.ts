/**
 * A colleague's whole way in the browser: invited by a staff admin, in by the mail with a password and a second
 * factor, seen in the list, and out within seconds once disabled.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { totpCodeAt } from '../auth/factors/totp.ts'
import { useScene } from './scene.ts'
import { passStaffDoor } from './steps/staff-door.ts'
import { invitationPath } from './steps/outbox.ts'
import { BOTH_SIZES, expectSound } from './steps/soundness.ts'
import type { Visitor } from './visitor.ts'

const scene = useScene()
const EMAIL = 'ada@halden.test'
const PASSWORD = 'a ship in port is safe'
const WITHIN_MS = 5_000

let admin: Visitor
let ada: Visitor

beforeAll(async () => {
  await scene.stack.readModel.query(`update staff set role = 'admin' where email = $1`, [
    scene.stack.staff.email,
  ])
  admin = await scene.visit({ path: '/admin/staff' })
  await passStaffDoor(admin.page, scene.stack.staff)
  await admin.page.getByRole('heading', { level: 1, name: 'Staff' }).waitFor()
})

afterAll(async () => {
  await ada.context.close()
  await admin.context.close()
})

const linkOfAda = (): Promise<string> => invitationPath(scene.stack, EMAIL)

const rowOf = (page: Page, name: string) =>
  page
    .getByRole('table', { name: 'Accounts of staff by name' })
    .getByRole('row')
    .filter({ hasText: name })

async function manage(page: Page, action: string): Promise<void> {
  await page.getByRole('button', { name: 'Manage Ada Byron' }).click()
  await page.getByRole('menuitem', { name: action }).click()
  await page.getByRole('dialog').waitFor()
}

describe('a colleague', () => {
  it('is invited by a staff admin, and the list says so', async () => {
    const { page } = admin
    await page.getByRole('button', { name: 'Invite a colleague' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('Ada Byron')
    await dialog.getByLabel('Work e-mail').fill(EMAIL)
    await dialog.getByLabel('Role').selectOption({ label: 'Operations' })
    await expectSound(page, BOTH_SIZES)
    await dialog.getByRole('button', { name: 'Send invitation' }).click()
    await dialog.waitFor({ state: 'detached' })
    await rowOf(page, 'Ada Byron').getByText('Invited').waitFor()
    await page.getByText('Invite Ada Byron as Operations').waitFor()
  })

  it('joins by the mail: a password, a second factor, and in', async () => {
    ada = await scene.visit({ path: await linkOfAda() })
    const { page } = ada
    await page.getByRole('heading', { level: 1, name: 'Join the console' }).waitFor()
    await page.getByLabel('Choose a password').fill('password1')
    await page.getByRole('button', { name: 'Set it and go on' }).click()
    await page.getByText('everybody tries first').first().waitFor()
    await expectSound(page, BOTH_SIZES)
    await page.getByLabel('Choose a password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Set it and go on' }).click()
    await page.getByRole('heading', { level: 1, name: 'Set up your second factor' }).waitFor()
    const secret = ((await page.locator('code').textContent()) ?? '').replaceAll(' ', '')
    await page.getByLabel('Code of the app').fill(totpCodeAt(secret, Date.now()))
    await page.getByRole('button', { name: 'Turn on and sign in' }).click()
    await page.getByRole('link', { name: 'I have kept them' }).click()
    await page.getByRole('heading', { level: 1, name: 'Connections' }).waitFor()
  })

  it('finds the link used up', async () => {
    const late = await scene.visit({ path: await linkOfAda() })
    await late.page.getByRole('heading', { level: 1, name: 'This link does not work' }).waitFor()
    await expectSound(late.page, BOTH_SIZES)
    await late.context.close()
  })

  it('sees own sessions, and nothing of the accounts of others', async () => {
    const { page } = ada
    const places = page.getByRole('navigation', { name: 'Console' })
    await places.getByRole('link', { name: 'Tenants' }).waitFor()
    expect(await places.getByRole('link', { name: 'Staff' }).count()).toBe(0)
    const answer = await page.goto('/admin/staff')
    expect(answer?.status()).toBe(404)
    await page.goto('/admin')
    await page.getByRole('button', { name: /account of Ada/ }).click()
    await page.getByRole('menuitem', { name: 'Your sessions' }).click()
    await page.getByText('This one').waitFor()
    await page.getByText('You are signed in nowhere else.').waitFor()
    await expectSound(page, BOTH_SIZES)
  })

  it('gets another role, and is out within seconds of being disabled', async () => {
    const { page } = admin
    await page.reload()
    await rowOf(page, 'Ada Byron').getByText('Set up').waitFor()
    await manage(page, 'Change role…')
    await page.getByRole('dialog').getByLabel('Role').selectOption({ label: 'Support agent' })
    await page.getByRole('dialog').getByRole('button', { name: 'Change role' }).click()
    await rowOf(page, 'Ada Byron').getByText('Support agent').waitFor()
    await page.getByText('Make Ada Byron Support agent, before Operations').waitFor()
    await manage(page, 'Disable…')
    await page.getByRole('dialog').getByText('1 open session ends now.').waitFor()
    await expectSound(page, BOTH_SIZES)
    await page.getByRole('button', { name: 'Disable now' }).click()
    await rowOf(page, 'Ada Byron').getByText('Disabled').waitFor()
    const ended = Date.now()
    await ada.page.getByRole('link', { name: 'Tenants' }).click()
    await ada.page.waitForURL(/\/admin\/sign-in/, { timeout: WITHIN_MS })
    expect(Date.now() - ended).toBeLessThan(WITHIN_MS)
    await expectSound(page, BOTH_SIZES)
    expect(admin.faults.take()).toEqual([])
  })
})
