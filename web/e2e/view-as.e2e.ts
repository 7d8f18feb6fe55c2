/** Staff look through a member's eyes: with a reason, unmistakably, without changing anything; the customer reads of it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { eventually } from './steps/eventually.ts'
import { useScene } from './scene.ts'
import { passStaffDoor } from './steps/staff-door.ts'
import { expectSound } from './steps/soundness.ts'
import { untilLive, type Visitor } from './visitor.ts'

const scene = useScene()
const REASON = 'Ticket 1042: cannot find an order'

let visitor: Visitor
let page: Page

beforeAll(async () => {
  visitor = await scene.visit({ path: '/admin/tenants' })
  page = visitor.page
  await passStaffDoor(page, scene.stack.staff)
})

afterAll(() => visitor.context.close())

const banner = () => page.getByRole('region', { name: 'View as a member' })

/** From the list of tenants to the first page that this member sees. */
async function lookAs(role: 'admin' | 'project'): Promise<void> {
  await page.goto('/admin/tenants')
  await page.getByRole('link', { name: /^View Northgate.* as a member$/ }).click()
  await page.getByRole('heading', { level: 1, name: /^View Northgate.* as a member$/ }).waitFor()
  const { email } = scene.stack.member('northgate', role)
  const choice = page.getByRole('option').filter({ hasText: email })
  await page.getByLabel('Member').selectOption((await choice.getAttribute('value')) ?? '')
  await page.getByLabel('Reason').fill(REASON)
  await page.getByRole('button', { name: 'Start viewing' }).click()
  await page.waitForURL('**/t/northgate/home')
  await banner().waitFor()
}

describe('looking through a member’s eyes', () => {
  it('asks whose and why before anything is shown', async () => {
    await page.getByRole('link', { name: /^View Northgate.* as a member$/ }).click()
    await page.getByLabel('Reason').fill('short')
    await page.getByRole('button', { name: 'Start viewing' }).click()
    const problems = page.getByRole('group', { name: 'This view was not started' })
    await problems.getByRole('link', { name: /Choose the member/ }).waitFor()
    await problems.getByRole('link', { name: /at least 10 characters/ }).waitFor()
    await expectSound(page)
  })

  it('shows what the member sees and not more, live, under a banner on every page', async () => {
    await lookAs('project')
    await untilLive(page)
    const places = page.getByRole('navigation', { name: 'Main' }).getByRole('link')
    expect(await places.allInnerTexts()).toEqual(['Home', 'Orders', 'Projects', 'Company'])
    await page.goto('/t/northgate/invoices')
    await page.getByRole('heading', { level: 1 }).waitFor()
    expect(await page.title()).not.toContain('Invoices')
    for (const place of ['orders', 'projects', 'company']) {
      await page.goto(`/t/northgate/${place}`)
      await banner().getByText(REASON).waitFor()
      await banner()
        .getByText(/^1[45]:\d\d left$/)
        .waitFor()
      expect(await page.title()).toMatch(/^View only: /)
      await expectSound(page)
    }
  })

  it('changes nothing: what posts is stopped on the page, and refused by the server', async () => {
    await lookAs('admin')
    await page.goto('/t/northgate/settings/security')
    await untilLive(page)
    await page.getByRole('button', { name: 'Save' }).click()
    await banner().getByRole('alert').getByText('Nothing was changed').waitFor()
    await expectSound(page)
    await page.getByRole('button', { name: 'Understood' }).click()
    const refused = await page.evaluate(async () => {
      const answer = await fetch('/api/trpc/portal.security.update', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-portside-tenant': 'northgate' },
        body: JSON.stringify({ idleMinutes: 5, absoluteHours: 1, requireMfa: false }),
      })
      return answer.status
    })
    expect(refused).toBe(403)
  })

  it('ends by the button, and leads back to the console', async () => {
    await page.getByRole('button', { name: 'End view' }).click()
    await page.getByRole('heading', { level: 1, name: 'Tenants' }).waitFor()
    await page.goto('/t/northgate/home')
    expect(new URL(page.url()).pathname).toBe('/sign-in')
  })

  it('ends on the open page when the staff account loses its role, and says why', async () => {
    await lookAs('project')
    await untilLive(page)
    await scene.stack.readModel.query(`update staff set role = 'agent'`)
    await page.getByRole('heading', { level: 1, name: 'This view is over' }).waitFor()
    await page.getByText('Your account or your role was changed.').waitFor()
    await expectSound(page)
  })

  it('is told to the customer: who, as whom, why, and how it ended', async () => {
    const as = scene.stack.member('northgate', 'admin')
    const customer = await scene.visit({ path: '/t/northgate/settings/audit', as })
    const rows = customer.page.locator('summary[data-row]')
    await eventually(async () => {
      await customer.page.reload()
      return (await rows.allInnerTexts()).filter((row) => /stopped looking/.test(row)).length
    }).toBeGreaterThan(1)
    const began = rows.filter({ hasText: /began to look at this portal as Amara Osei/ })
    await began.first().click()
    await customer.page.locator('details[open]').getByText(REASON).waitFor()
    await customer.context.close()
  })
})
