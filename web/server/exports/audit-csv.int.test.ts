/** The download of the audit log: whose, in which words, and that it tells of itself. */
import { beforeAll, expect, it } from 'vitest'
import { createDatabase } from '#db/client.ts'
import { withTenant } from '#db/tenant.ts'
import { writeAudit, type AuditEntry } from '#db/write/audit.ts'
import type { RolePreset } from '#workflows/contracts/access.ts'
import { newId } from '#workflows/contracts/ids.ts'
import { downloadCsv } from '../../testing/download-csv.ts'
import { openWeb } from '../../testing/open-web.ts'

const { database, world, web } = await openWeb()

beforeAll(async () => {
  const app = createDatabase({ url: database.appUrl, name: 'test', max: 1 })
  const sarah = { kind: 'member', id: newId(), name: '=Sarah()' } as const
  const priya = { kind: 'staff', id: newId(), name: 'Priya' } as const
  const entry: AuditEntry = {
    ...{ action: 'customer.updated', subjectId: null, subjectLabel: 'Northgate', requestId: null },
    changes: {
      street: { from: 'Street A', to: 'Street B' },
      apiToken: { from: 'hush-1', to: 'hush-2' },
    },
  }
  await withTenant(app, world.ours.id, (trx) => writeAudit(trx, sarah, [entry]))
  await withTenant(app, world.ours.id, (trx) => writeAudit(trx, priya, [entry]))
  await withTenant(app, world.theirs.id, (trx) =>
    writeAudit(trx, sarah, [{ ...entry, subjectLabel: 'Vellmar only' }]),
  )
  await app.close()
})

const download = (role: RolePreset, search = '', tenant = 'northgate') =>
  downloadCsv({ web, world, role, tenant, path: `audit.csv${search}` })

it('tells each entry in its sentence, with before and after, staff marked, secrets masked', async () => {
  const { answer, text } = await download('admin', '?view=all')
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="audit.csv"')
  expect(text).toMatch(/"'=Sarah\(\) updated the billing address and api token on [\w ]+"/)
  expect(text).toContain('Priya of Halden Steam updated the billing')
  expect(text).toContain('Halden Steam staff')
  expect(text).toContain('street: Street A → Street B')
  expect(text).not.toMatch(/hush|Vellmar only/)
})

it('follows the query string of the page', async () => {
  const { lines } = await download('auditor', '?view=staff')
  expect(lines).toHaveLength(2)
  expect((await download('admin', '?view=all&q=signed+in')).text).toContain('signed in on')
  expect((await download('admin', '?q=nothing-like-this')).lines).toHaveLength(1)
})

it('is not there for roles without it, other tenants, and nobody', async () => {
  for (const role of ['billing', 'project', 'requester'] as const) {
    expect((await download(role)).answer.status).toBe(404)
  }
  expect((await download('admin', '', 'vellmar')).answer.status).toBe(404)
  expect((await fetch(`${web.url}/t/northgate/audit.csv`)).status).toBe(401)
})

it('is an entry itself', async () => {
  await download('admin', '?view=denied')
  const { text } = await download('admin', '?kind=read')
  expect(text).toContain('downloaded the audit log as CSV on')
  expect(text).toContain('view=denied')
})
