/** T06, T07, T20, T27: the router enumerated, every role against every procedure, own tenant and foreign. */
import { getProcedureAtPath } from '@trpc/server/unstable-core-do-not-import'
import { beforeAll, describe, expect, it } from 'vitest'
import { createDatabase } from '#db/client.ts'
import { withTenant } from '#db/tenant.ts'
import { ROLE_PRESETS, type RolePreset } from '#workflows/contracts/access.ts'
import { newId } from '#workflows/contracts/ids.ts'
import { createBrowser, type Answer, type Browser } from '../testing/browser.ts'
import { PROBES, wholeInvoiceList, wholeList, type Probe } from '../testing/procedures.ts'
import { openWeb } from '../testing/open-web.ts'
import { appRouter } from './router.ts'

const procedures = Object.keys(appRouter._def.procedures)

const { database, world, web } = await openWeb()
const browsers = new Map<RolePreset, Browser>()

beforeAll(async () => {
  for (const role of ROLE_PRESETS) {
    const browser = createBrowser(web.url)
    await browser.signIn(world.ours.members[role].email)
    browsers.set(role, browser)
  }
})

function probeOf(path: string): Probe {
  const probe = PROBES[path]
  if (!probe) throw new Error(`web/testing/procedures.ts has no input for ${path}`)
  return probe
}

const as = (role: RolePreset): Browser => {
  const browser = browsers.get(role)
  if (!browser) throw new Error(`nobody is signed in as ${role}`)
  return browser
}

const withoutId = (answer: Answer): string =>
  `${String(answer.status)} ${answer.text.replace(/"requestId":"[^"]+"/, '')}`

describe('the router', () => {
  it('is probed as a whole: every procedure has an input and a declared need, and no probe is left over', async () => {
    expect(Object.keys(PROBES).toSorted()).toEqual(procedures.toSorted())
    const undeclared: string[] = []
    for (const path of procedures) {
      const procedure = await getProcedureAtPath(appRouter, path)
      if (procedure?._def.meta === undefined) undeclared.push(path)
    }
    expect(undeclared).toEqual([])
  })
})

/** By the method that the procedure takes. */
const call = (browser: Browser, path: string, options: Parameters<Browser['query']>[1]) =>
  probeOf(path).acts ? browser.mutate(path, options) : browser.query(path, options)

describe.each(procedures)('%s', (path) => {
  it.each(ROLE_PRESETS)('answers %s in the own tenant as declared', async (role) => {
    const { input, allowed, forbidden = [] } = probeOf(path)
    const answer = await call(as(role), path, { input: input(world.ours) })
    if (allowed.includes(role)) expect(answer).toMatchObject({ status: 200, error: null })
    else if (forbidden.includes(role)) {
      expect(answer).toMatchObject({ status: 403, error: { code: 'FORBIDDEN' } })
    } else expect(answer).toMatchObject({ status: 404, error: { code: 'NOT_FOUND' } })
    expect(answer.headers.get('cache-control')).toBe('private, no-store')
  })

  it.each(ROLE_PRESETS)('tells %s the same about a foreign tenant as about none', async (role) => {
    const { input, account } = probeOf(path)
    const ask = (tenant: string) => call(as(role), path, { tenant, input: input(world.theirs) })
    const foreign = await ask('vellmar')
    if (account) {
      expect(foreign).toMatchObject({ status: 200, error: null })
      expect((await ask('no-such-tenant')).status).toBe(200)
      expect(foreign.text).not.toContain(world.theirs.id)
      return
    }
    expect(foreign).toMatchObject({ status: 404, error: { code: 'NOT_FOUND' } })
    expect(withoutId(foreign)).toBe(withoutId(await ask('no-such-tenant')))
  })

  it('answers nobody without a session', async () => {
    const { input } = probeOf(path)
    const answer = await call(createBrowser(web.url), path, { input: input(world.ours) })
    expect(answer).toMatchObject({ status: 401, error: { code: 'UNAUTHORIZED' } })
  })

  it('holds nothing of the other tenant', async () => {
    const { input } = probeOf(path)
    const { text } = await call(as('admin'), path, { input: input(world.ours) })
    const { id, orderIds, invoiceIds } = world.theirs
    for (const secret of [id, 'vellmar', ...orderIds, ...invoiceIds]) {
      expect(text).not.toContain(secret)
    }
  })

  it('refuses unknown keys where it takes input', async () => {
    const { input } = probeOf(path)
    const given = input(world.ours)
    if (given === undefined) return
    const forged = { ...given, tenant_id: world.theirs.id, tenantId: world.theirs.id }
    expect((await call(as('admin'), path, { input: forged })).status).toBe(400)
  })
})

describe('tenancy', () => {
  it('tells a foreign order from an unknown one for nobody', async () => {
    const ask = (id: unknown) => as('admin').query('portal.orders.get', { input: { id } })
    const foreign = await ask(world.theirs.orderIds[0])
    expect(foreign.status).toBe(404)
    for (const id of [newId(), 'nonsense', "' or 1=1 --", '\0']) {
      expect(withoutId(await ask(id))).toBe(withoutId(foreign))
    }
  })

  it('tells a foreign invoice and a draft from an unknown one for nobody', async () => {
    const ask = (id: unknown) => as('billing').query('portal.invoices.get', { input: { id } })
    const foreign = await ask(world.theirs.invoiceIds[0])
    expect(foreign.status).toBe(404)
    for (const id of [world.ours.draftId, newId(), 'nonsense', "' or 1=1 --", '\0']) {
      expect(withoutId(await ask(id))).toBe(withoutId(foreign))
    }
  })

  it('ignores a tenant named anywhere but in the one header', async () => {
    const before = withoutId(await as('admin').query('portal.orders.list', { input: wholeList }))
    const forged = await as('admin').fetch(
      `/api/trpc/portal.orders.list?tenant=vellmar&tenant_id=${world.theirs.id}&input=${encodeURIComponent(JSON.stringify(wholeList))}`,
      {
        headers: {
          'x-portside-tenant': 'northgate',
          'x-tenant-id': world.theirs.id,
          'x-tenant': 'vellmar',
          cookie: `${as('admin').cookie()}; tenant_id=${world.theirs.id}`,
        },
      },
    )
    expect(`${String(forged.status)} ${await forged.text()}`).toBe(before)
  })

  it('shows no trace of rows in another tenant: counts, cursors, lengths', async () => {
    const look = async (): Promise<string[]> => {
      const list = await as('admin').query('portal.orders.list', {
        input: { ...wholeList, limit: 2 },
      })
      const none = await as('admin').query('portal.orders.list', {
        input: { ...wholeList, q: 'nothing like this' },
      })
      const found = await as('admin').query('portal.orders.search', {
        input: { text: '', limit: 20 },
      })
      return [list, none, found].flatMap(({ text, headers }) => [
        text,
        String(headers.get('content-length')),
        String(headers.get('etag')),
      ])
    }
    const before = await look()
    await world.addOrders(world.theirs, 300)
    expect(await look()).toEqual(before)
  })

  it('leaks nothing even when a query forgets the tenant', async () => {
    const db = createDatabase({ url: database.appUrl, name: 'test-app', max: 1 })
    const rows = await withTenant(db, world.ours.id, (trx) =>
      trx.selectFrom('orders').select(['id', 'tenant_id']).execute(),
    )
    expect(new Set(rows.map((row) => row.tenant_id))).toEqual(new Set([world.ours.id]))
    expect(rows).toHaveLength(world.ours.orderIds.length)
    const count = await withTenant(db, world.ours.id, (trx) =>
      trx
        .selectFrom('orders')
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow(),
    )
    expect(count.n).toBe(rows.length)
    await expect(db.kysely.selectFrom('orders').selectAll().execute()).rejects.toThrow(/tenant/)
    await db.close()
  })

  it('reads amounts for those who may see them only', async () => {
    const { data } = await as('project').query('portal.orders.list', { input: wholeList })
    expect(data).toMatchObject({ total: { sums: [] } })
    expect(JSON.stringify(data)).not.toMatch(/12345|EUR/)
    const sorted = await as('project').query('portal.orders.list', {
      input: { ...wholeList, sort: 'total' },
    })
    expect(sorted.status).toBe(200)
  })

  it('shows no order to those who see billing only, and no invoice to those who see orders only', async () => {
    const [invoiceId] = world.ours.invoiceIds
    const [orderId] = world.ours.orderIds
    const invoiceFor = (role: RolePreset) =>
      as(role).query('portal.invoices.get', { input: { id: invoiceId } })
    const orderFor = (role: RolePreset) =>
      as(role).query('portal.orders.get', { input: { id: orderId } })
    expect((await invoiceFor('admin')).data).toMatchObject({ orders: [{ id: orderId }] })
    expect((await orderFor('admin')).data).toMatchObject({ invoices: [{ id: invoiceId }] })
    expect((await invoiceFor('billing')).data).toMatchObject({ orders: [], orderNumber: null })
    expect((await orderFor('project')).data).toMatchObject({ invoices: null })
    const list = await as('billing').query('portal.invoices.list', { input: wholeInvoiceList })
    expect(list.text).not.toContain('A-1')
    const project = [await orderFor('project'), await as('project').query('portal.company.get')]
    expect(project.map(({ text }) => text).join()).not.toMatch(/54321|EUR|Payer of|DE123/)
  })

  it('tells the company to everybody, and whom invoices go to where billing is seen', async () => {
    const company = async (role: RolePreset) => (await as(role).query('portal.company.get')).data
    for (const role of ROLE_PRESETS) {
      expect(await company(role)).toMatchObject({
        companies: [{ name: 'Company of northgate' }],
        contacts: [{ name: 'Person of northgate' }],
        billing:
          role === 'project' || role === 'requester' ? null : [{ name: 'Payer of northgate' }],
      })
    }
  })

  it('tells the freshness of those sources only whose modules a role has', async () => {
    for (const source of ['stripe', 'hubspot']) {
      const { id } = await world.addConnection({ source })
      await world.sql.query(
        `insert into links (connection_id, external_id, tenant_id) values ($1, 'C', $2)`,
        [id, world.ours.id],
      )
    }
    const sources = async (role: RolePreset) => {
      const { data } = await as(role).query('portal.freshness.get')
      return (data as { source: string }[]).map(({ source }) => source)
    }
    expect(await sources('admin')).toEqual(['hubspot', 'orders', 'stripe'])
    expect(await sources('billing')).toEqual(['hubspot', 'stripe'])
    expect(await sources('project')).toEqual(['hubspot', 'orders'])
  })
})
