/** E-mails, calls and meetings: what is with a customer's people comes, goes where it belongs, and nothing else is held. */
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listTimeline, type TimelineEntry } from '#db/read/communication/timeline.ts'
import { withSystem } from '#db/system/system.ts'
import { withTenant } from '#db/tenant.ts'
import { readAudit } from '#workflows/testing/mirror.ts'
import { startCrm, type Crm } from './testing/crm.ts'

let crm: Crm

beforeAll(async () => {
  crm = await startCrm(['3100', '3200'])
  await crm.sandbox.control('/hubspot/seed', {
    companies: ['3100', '3200'].map((id) => ({ id, properties: { name: `Mill ${id}` } })),
    contacts: ['3100', '3200'].map((company) => ({
      id: `${company}9`,
      company,
      properties: { firstname: `Ada of ${company}`, email: `ada@${company}.example` },
    })),
    at: Date.now() - 60_000,
  })
  for (const id of ['3100', '3200']) {
    await crm.act(`contacts/${id}9/change`, { properties: { jobtitle: 'Buyer' } })
  }
})
afterAll(() => crm.close())

const timeline = (customer: string, input: Partial<Parameters<typeof listTimeline>[1]> = {}) =>
  withTenant(crm.hub.app, crm.hub.tenantOf(customer), (trx) =>
    listTimeline(trx, { view: 'all', cursor: null, limit: 30, ...input }),
  )
const titles = (rows: readonly TimelineEntry[]) => rows.map(({ title }) => title)

const mail = (subject: string, to: string, day = '10') => ({
  hs_timestamp: `2026-11-${day}T09:30:00.000Z`,
  hs_email_subject: subject,
  hs_email_text: `About ${subject}`,
  hs_email_direction: 'EMAIL',
  hs_email_status: 'SENT',
  hs_email_from_email: 'desk@halden.example',
  hs_email_to_email: to,
})

test('an e-mail to a person of the customer appears, one among staff leaves no trace', async () => {
  const whom = { companies: ['3100'], contacts: ['31009'] }
  await crm.act('emails', { id: '41', properties: mail('Valves', 'ada@3100.example'), ...whom })
  await crm.act('emails', { id: '42', properties: mail('Margin', 'boss@halden.example'), ...whom })
  await crm.act('calls', {
    id: '43',
    properties: { hs_timestamp: '2026-11-11T09:00:00Z', hs_call_title: 'Back office' },
    companies: ['3100'],
  })
  const page = await timeline('3100')
  expect(page.rows).toMatchObject([
    { kind: 'email', title: 'Valves', text: 'About Valves', direction: 'in' },
  ])
  const told = JSON.stringify(await readAudit(crm.hub, '3100'))
  expect(told).toContain('Valves')
  expect(told).not.toMatch(/Margin|Back office/)
  const { rows } = await withSystem(crm.hub.db, (trx) =>
    sql`select state from inbox where state not in ('done', 'ignored')`.execute(trx),
  )
  expect(rows).toEqual([])
})

test('what becomes internal goes, and what was filed at the wrong company goes to the right one', async () => {
  await crm.act('emails/41/change', { properties: { hs_email_to_email: 'boss@halden.example' } })
  expect((await timeline('3100')).rows).toEqual([])
  const properties = { hs_email_to_email: 'ada@3200.example' }
  await crm.act('emails/41/change', { properties })
  await crm.act('emails/41/reassign', { companies: ['3200'], contacts: ['32009'] })
  expect(titles((await timeline('3200')).rows)).toEqual(['Valves'])
  expect((await timeline('3100')).rows).toEqual([])
  // With two customers at once it is neither’s.
  await crm.act('emails/41/reassign', { companies: ['3100', '3200'], contacts: ['31009', '32009'] })
  expect((await timeline('3200')).rows).toEqual([])
})

test('pages follow each other over the three kinds, newest first, and back', async () => {
  const whom = { companies: ['3100'], contacts: ['31009'] }
  for (const day of ['12', '13', '14']) {
    await crm.act('emails', { properties: mail(`Mail ${day}`, 'ada@3100.example', day), ...whom })
    await crm.act('calls', {
      properties: { hs_timestamp: `2026-11-${day}T10:00:00Z`, hs_call_title: `Call ${day}` },
      ...whom,
    })
    await crm.act('meetings', {
      properties: { hs_timestamp: `2026-11-${day}T11:00:00Z`, hs_meeting_title: `Meeting ${day}` },
      ...whom,
    })
  }
  const first = await timeline('3100', { limit: 4 })
  expect(titles(first.rows)).toEqual(['Meeting 14', 'Call 14', 'Mail 14', 'Meeting 13'])
  const second = await timeline('3100', { limit: 4, cursor: first.next })
  expect(titles(second.rows)).toEqual(['Call 13', 'Mail 13', 'Meeting 12', 'Call 12'])
  const back = await timeline('3100', { limit: 4, cursor: second.previous })
  expect(titles(back.rows)).toEqual(titles(first.rows))
  expect(titles((await timeline('3100', { view: 'call' })).rows)).toEqual([
    'Call 14',
    'Call 13',
    'Call 12',
  ])
  expect((await timeline('3200')).rows).toEqual([])
})

test('they follow a merge, and a person who is forgotten takes them along', async () => {
  await crm.act('companies/3100/merge', { loser: '3200' })
  await crm.act('emails', {
    id: '49',
    properties: mail('Late', 'ada@3200.example', '15'),
    companies: ['3100'],
    contacts: ['32009'],
  })
  expect(titles((await timeline('3100')).rows)[0]).toBe('Late')
  await crm.act('contacts/31009/forget')
  expect(titles((await timeline('3100')).rows)).toEqual(['Late'])
  const told = JSON.stringify(await readAudit(crm.hub, '3100'))
  expect(told).not.toMatch(/Mail 1|Call 1|Meeting 1/)
  const { rows } = await withSystem(crm.hub.db, (trx) =>
    sql`select body from inbox where body like '%Mail 1%'`.execute(trx),
  )
  expect(rows).toEqual([])
})
