/** Scope `own` in every read, and the preview that says so beforehand (I8). */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { RoleChoice, RolePreset } from '#workflows/contracts/access.ts'
import { newId } from '#workflows/contracts/ids.ts'
import type { AccessPreview, PreviewInput, TeamView } from '#web/portal/settings/team-api.ts'
import { createBrowser, type Browser } from '../../testing/browser.ts'
import { wholeInvoiceList, wholeList } from '../../testing/procedures.ts'
import { openWeb } from '../../testing/open-web.ts'

const { world, web } = await openWeb()
let admin: Browser

beforeAll(async () => {
  admin = await signedIn(world.ours.members.admin.email)
})
beforeEach(() => world.sql.query('delete from rate_limits'))

async function signedIn(email: string): Promise<Browser> {
  const browser = createBrowser(web.url)
  expect((await browser.signIn(email)).status).toBe(303)
  return browser
}

const preset = (name: RolePreset): RoleChoice => ({ type: 'preset', preset: name })

async function team(): Promise<TeamView> {
  return (await admin.query('portal.team.list')).data as TeamView
}
async function memberOf(email: string) {
  const found = (await team()).members.find((member) => member.email === email)
  if (!found) throw new Error(`${email} is no member`)
  const { personId, version } = found
  return { personId, version }
}
async function makeRole(modules: unknown): Promise<RoleChoice> {
  const input = { name: `Role ${newId()}`, modules }
  const { data } = await admin.mutate('portal.roles.create', { input })
  return { type: 'custom', id: (data as { id: string }).id } as RoleChoice
}
/** A new member with this role, signed in. */
async function memberWith(role: RoleChoice, ownOnly = false) {
  const { email, id } = await world.addMember(world.ours, 'project')
  const input = { ...(await memberOf(email)), role, ownOnly }
  expect(await admin.mutate('portal.team.update', { input })).toMatchObject({
    data: { type: 'saved' },
  })
  return { email, id, browser: await signedIn(email) }
}

describe('own records', () => {
  it('are all that a role of scope own shows of orders and billing, everywhere', async () => {
    const role = await makeRole([
      { module: 'orders', scope: 'own', actions: ['amounts', 'export'] },
      { module: 'billing', scope: 'own', actions: ['export'] },
      { module: 'company', scope: 'tenant', actions: [] },
    ])
    const buyer = await memberWith(role)
    await world.sql.query(
      `update orders set owner_person_id = $1 where tenant_id = $2 and number = 'A-2'`,
      [buyer.id, world.ours.id],
    )
    await world.sql.query(`update invoices set order_number = 'A-2' where id = $1`, [
      world.ours.invoiceIds[1],
    ])
    const ask = async (path: string, input?: unknown) =>
      (await buyer.browser.query(path, { input })).text
    const texts = [
      await ask('portal.orders.list', wholeList),
      await ask('portal.invoices.list', wholeInvoiceList),
      await ask('portal.orders.search', { text: '', limit: 7 }),
      await ask('portal.invoices.search', { text: '', limit: 7 }),
      await ask('portal.invoices.attention'),
      await ask('portal.invoices.outstanding'),
      await (await buyer.browser.fetch('/t/northgate/orders.csv')).text(),
      await (await buyer.browser.fetch('/t/northgate/invoices.csv')).text(),
    ]
    const all = texts.join('\n')
    expect(all).toMatch(/A-2/)
    expect(all).toMatch(/R-2/)
    expect(all).not.toMatch(/A-1|A-3|R-1|R-3/)
    expect(JSON.parse(texts[5] ?? '')).toMatchObject({
      result: { data: [{ count: 1, minor: 54321 }] },
    })
    for (const [at, id] of world.ours.invoiceIds.entries()) {
      const { status } = await buyer.browser.query('portal.invoices.get', { input: { id } })
      expect(status).toBe(at === 1 ? 200 : 404)
    }
    const company = await buyer.browser.query('portal.company.get')
    expect(company.data).toMatchObject({ billing: null })
    // The mark of the membership narrows any role in the same way.
    const input = { ...(await memberOf(buyer.email)), role: preset('auditor'), ownOnly: true }
    await admin.mutate('portal.team.update', { input })
    expect(await ask('portal.invoices.list', wholeInvoiceList)).not.toMatch(/R-1|R-3/)
  })
})

describe('the preview', () => {
  const preview = async (input: Partial<PreviewInput>): Promise<AccessPreview> => {
    const asked = { role: preset('project'), ownOnly: false, person: null, instead: null, ...input }
    return (await admin.query('portal.team.preview', { input: asked })).data as AccessPreview
  }

  it('counts what a role would show by the reads of the pages, and names what is lost', async () => {
    const { id } = world.ours.members.auditor
    const seen = await preview({ role: preset('project'), person: { type: 'member', id } })
    const orders = world.ours.orderIds.length
    expect(seen.sees).toMatchObject({ orders: { count: orders, sums: null }, invoices: null })
    expect(seen.before).toMatchObject({
      orders: { count: orders, sums: [{ minor: orders * 12345, currency: 'EUR' }] },
      invoices: { count: 3 },
    })
    expect(seen.loses).toContain('audit:view')
    expect(seen.loses).toContain('orders:amounts')
    expect(seen.gains).toContain('projects:manage')
  })

  it('says what "own" comes to for an address that has not joined yet', async () => {
    await world.sql.query(
      `update orders set placed_by_email = 'Newcomer@X.example' where tenant_id = $1 and number = 'A-3'`,
      [world.ours.id],
    )
    const seen = await preview({
      role: { type: 'draft', modules: [{ module: 'orders', scope: 'own', actions: ['amounts'] }] },
      person: { type: 'address', email: 'newcomer@x.example' },
    })
    expect(seen.sees.orders).toEqual({
      count: 1,
      sums: [{ minor: 12345, currency: 'EUR' }],
      examples: [{ number: 'A-3', title: 'Valve for northgate' }],
    })
    const nobody = await preview({ role: preset('requester') })
    expect(nobody.sees.orders?.count).toBe(0)
  })
})
