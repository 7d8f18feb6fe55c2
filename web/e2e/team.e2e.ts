/** A team in the browser: inviting by paste, joining by the mail, and rights that open pages obey within seconds. */
import { describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { useScene } from './scene.ts'
import { invitationPath } from './steps/outbox.ts'
import { BOTH_SIZES, expectSound } from './steps/soundness.ts'
import { untilLive } from './visitor.ts'

const scene = useScene()
const PEOPLE = '/t/northgate/settings/people'
const PASSWORD = 'a ship in port is safe'
const WITHIN_MS = 5_000

const admin = () => scene.stack.member('northgate', 'admin')

async function join(email: string, name: string): Promise<Page> {
  const { page } = await scene.visit({ path: await invitationPath(scene.stack, email) })
  await page.getByText(email).waitFor()
  await page.getByLabel('Your name').fill(name)
  await page.getByLabel('Choose a password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Join Northgate Clinics' }).click()
  await page.waitForURL('**/t/northgate/home')
  await untilLive(page)
  return page
}

describe('a team', () => {
  it('is invited by pasting addresses, by keyboard alone, with a preview of what each will see', async () => {
    const { page, faults } = await scene.visit({ path: `${PEOPLE}/invite`, as: admin() })
    await page.getByLabel('Addresses').focus()
    await page.keyboard.insertText('Ada <ada@ng.test>, bo@ng.test\ncleo@ng.test; nobody')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByText('“nobody” is no address.').waitFor()
    await page.getByRole('heading', { name: 'What ada@ng.test will see' }).waitFor()
    await page.getByText(/\d+ orders, without amounts/).waitFor()
    await page.getByLabel('Role of cleo@ng.test').focus()
    await page.keyboard.press('B')
    await page.getByRole('heading', { name: 'What cleo@ng.test will see' }).waitFor()
    await page.getByText(/\d+ invoices over/).waitFor()
    await expectSound(page, BOTH_SIZES)
    await page.getByRole('button', { name: 'Send 3 invitations' }).focus()
    await page.keyboard.press('Enter')
    await page.getByText('3 invitations are on their way.').waitFor()
    await expectSound(page, BOTH_SIZES)
    expect(faults.take()).toEqual([])
  })

  it('joins by the mail, and obeys another role and a removal on the open page within five seconds', async () => {
    const ada = await join('ada@ng.test', 'Ada Byron')
    await ada.getByRole('link', { name: 'Orders' }).first().waitFor()
    const { page } = await scene.visit({ path: PEOPLE, as: admin() })
    await page.getByRole('link', { name: 'Change Ada Byron' }).click()
    await page.getByLabel('Role', { exact: true }).selectOption({ label: 'Billing' })
    await page.getByText('Loses', { exact: true }).waitFor()
    await expectSound(page, BOTH_SIZES)
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Open pages of Ada Byron obey it within seconds.').waitFor()
    await ada
      .getByRole('link', { name: 'Orders' })
      .first()
      .waitFor({ state: 'detached', timeout: WITHIN_MS })
    await ada.getByRole('link', { name: 'Invoices' }).first().waitFor()

    await page.getByRole('button', { name: 'Remove Ada Byron' }).click()
    await page.getByText('1 open session ends for Northgate Clinics.').waitFor()
    await page.getByRole('button', { name: 'Remove now' }).click()
    await page.getByText('Removed. 1 open session lost access.').waitFor()
    await ada.waitForURL(/\/sign-in/, { timeout: WITHIN_MS })
  })

  it('has a role of its own with own records only, and whoever has it sees no other order', async () => {
    const { page } = await scene.visit({
      path: '/t/northgate/settings/roles/new?from=requester',
      as: admin(),
    })
    await page.getByLabel('Name').fill('Buyer')
    await page.getByLabel('Orders: Amounts').check()
    await expectSound(page, BOTH_SIZES)
    await page.getByRole('button', { name: 'Save role' }).click()
    await page.getByText('Saved. Open pages of those who have it').waitFor()
    const bo = await join('bo@ng.test', 'Bo Lund')
    await scene.stack.readModel.query(
      `update orders set owner_person_id = (select id from people where email = 'bo@ng.test')
       where id = (select id from orders where tenant_id = $1 and deleted_at is null order by number limit 1)`,
      [scene.stack.tenantId('northgate')],
    )
    await page.goto(PEOPLE)
    await page.getByRole('link', { name: 'Change Bo Lund' }).click()
    await page.getByLabel('Role', { exact: true }).selectOption({ label: 'Buyer' })
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Open pages of Bo Lund obey it within seconds.').waitFor()
    await bo.goto('/t/northgate/orders')
    await bo.getByText('1 order', { exact: false }).first().waitFor()
    expect(await bo.locator('tbody tr').count()).toBe(1)
  })
})
