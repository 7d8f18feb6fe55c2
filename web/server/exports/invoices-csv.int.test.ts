/** The download of invoices: whose, which columns, and what the audit log says about it. */
import { beforeAll, expect, it } from 'vitest'
import type { RolePreset } from '#workflows/contracts/access.ts'
import { downloadCsv } from '../../testing/download-csv.ts'
import { openWeb } from '../../testing/open-web.ts'

const { world, web } = await openWeb()

beforeAll(async () => {
  await world.sql.query("update invoices set description = '=HYPERLINK(1)' where id = $1", [
    world.ours.invoiceIds[1],
  ])
})

const download = (role: RolePreset, search = '', tenant = 'northgate') =>
  downloadCsv({ web, world, role, tenant, path: `invoices.csv${search}` })

it('streams every invoice but drafts as an attachment, formulas defused', async () => {
  const { answer, text, lines } = await download('admin')
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="invoices.csv"')
  expect(lines).toHaveLength(1 + world.ours.invoiceIds.length)
  expect(lines[0]).toContain('Order')
  expect(text).toContain(`"'=HYPERLINK(1)"`)
  expect(text).toMatch(/,Overdue,.*,543\.21,543\.21,EUR,A-1\r\n/)
  expect(text).not.toContain('vellmar')
})

it('has no column of orders for those who see none', async () => {
  const { answer, text } = await download('billing')
  expect(answer.status).toBe(200)
  expect(text).not.toMatch(/A-1|Order/)
})

it('follows the query string of the page, and a selection of ids, of the own tenant only', async () => {
  expect((await download('billing', '?view=paid')).lines).toHaveLength(1)
  const { draftId, invoiceIds } = world.ours
  const ids = [...invoiceIds.slice(1), ...world.theirs.invoiceIds, draftId ?? '', 'nonsense']
  expect((await download('billing', `?ids=${ids.join(',')}`)).lines).toHaveLength(1 + 2)
})

it('is not there for other roles, other tenants, and nobody', async () => {
  expect((await download('project')).answer.status).toBe(404)
  expect((await download('admin', '', 'vellmar')).answer.status).toBe(404)
  expect((await fetch(`${web.url}/t/northgate/invoices.csv`)).status).toBe(401)
})

it('is written into the audit log of the customer', async () => {
  await download('billing', '?view=overdue')
  const { rows } = await world.sql.query<Record<string, unknown>>(
    `select tenant_id, actor_id, module, subject_kind, changes from audit_entries
     where action = 'invoices.exported' order by at desc limit 1`,
  )
  expect(rows).toEqual([
    {
      tenant_id: world.ours.id,
      actor_id: world.ours.members.billing.id,
      module: 'billing',
      subject_kind: 'invoice',
      changes: { query: { from: null, to: 'view=overdue' } },
    },
  ])
})
