/** The download of orders: whose, which columns, and what the audit log says about it. */
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, expect, it, onTestFinished, vi } from 'vitest'
import type { RolePreset } from '#workflows/contracts/access.ts'
import { createBrowser } from '../../testing/browser.ts'
import { downloadCsv } from '../../testing/download-csv.ts'
import { openWeb } from '../../testing/open-web.ts'

const { world, web } = await openWeb()

beforeAll(async () => {
  await world.sql.query("update orders set title = '=HYPERLINK(1)' where id = $1", [
    world.ours.orderIds[0],
  ])
  await world.addOrders(world.ours, 1_200)
})

const download = (role: RolePreset, search = '', tenant = 'northgate') =>
  downloadCsv({ web, world, role, tenant, path: `orders.csv${search}` })

it('streams every order of the tenant as an attachment, formulas defused', async () => {
  const { answer, text, lines } = await download('admin')
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="orders.csv"')
  expect(answer.headers.get('cache-control')).toBe('private, no-store')
  expect(text.startsWith('\ufeff')).toBe(true)
  expect(lines).toHaveLength(1 + world.ours.orderIds.length)
  expect(text).toContain(`"'=HYPERLINK(1)"`)
  expect(lines[1]).toMatch(/,123\.45,EUR$/)
  expect(text).not.toContain('vellmar')
})

it('has no column of money for a role without amounts', async () => {
  const { answer, text } = await download('project', '?sort=total.desc')
  expect(answer.status).toBe(200)
  expect(text).not.toMatch(/123\.45|EUR|Total/)
})

it('follows the query string of the page, and a selection of ids, of the own tenant only', async () => {
  expect((await download('admin', '?q=nothing-like-this')).lines).toHaveLength(1)
  const ids = [...world.ours.orderIds.slice(1, 3), ...world.theirs.orderIds, 'nonsense', '']
  const { lines } = await download('admin', `?ids=${ids.join(',')}`)
  expect(lines).toHaveLength(1 + 2)
})

it('is not there for other roles, other tenants, and nobody', async () => {
  expect((await download('billing')).answer.status).toBe(404)
  const foreign = await download('admin', '', 'vellmar')
  const unknown = await download('admin', '', 'no-such')
  const plain = (text: string): string => text.replace(/"requestId":"[^"]+"/, '')
  expect([foreign.answer.status, plain(foreign.text)]).toEqual([404, plain(unknown.text)])
  expect((await fetch(`${web.url}/t/northgate/orders.csv`)).status).toBe(401)
})

it('is written into the audit log of the customer', async () => {
  await download('admin', '?view=late')
  const { rows } = await world.sql.query<Record<string, unknown>>(
    `select tenant_id, actor_kind, actor_id, action, changes from audit_entries
     where action = 'orders.exported' order by at desc limit 1`,
  )
  expect(rows).toEqual([
    {
      tenant_id: world.ours.id,
      actor_kind: 'member',
      actor_id: world.ours.members.admin.id,
      action: 'orders.exported',
      changes: { query: { from: null, to: 'view=late' } },
    },
  ])
})

const exportsSoFar = async (): Promise<number> => {
  const { rows } = await world.sql.query<{ count: number }>(
    "select count(*)::int as count from audit_entries where action = 'orders.exported'",
  )
  return rows[0]?.count ?? 0
}

it('does no work and leaves no trace for HEAD', async () => {
  const browser = createBrowser(web.url)
  await browser.signIn(world.ours.members.admin.email)
  const before = await exportsSoFar()
  const answer = await browser.fetch('/t/northgate/orders.csv', { method: 'HEAD' })
  expect(answer.status).toBe(405)
  expect(await exportsSoFar()).toBe(before)
})

it('takes a few downloads of a session at a time, and other sessions go on (L08)', async () => {
  const [greedy, other] = [createBrowser(web.url), createBrowser(web.url)]
  await greedy.signIn(world.ours.members.admin.email)
  await other.signIn(world.ours.members.project.email)
  const get = async (browser: typeof greedy): Promise<number> => {
    const answer = await browser.fetch('/t/northgate/orders.csv')
    await answer.arrayBuffer()
    return answer.status
  }
  const [statuses, others] = await Promise.all([
    Promise.all(Array.from({ length: 30 }, () => get(greedy))),
    get(other),
  ])
  expect(others).toBe(200)
  expect(new Set(statuses)).toEqual(new Set([200, 429]))
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(10)
  expect(await get(greedy)).toBe(200)
})

/** Holds a table in this mode until told otherwise, and tells when somebody waits for it. */
async function hold(table: string, mode: string) {
  const client = await world.sql.connect()
  await client.query(`begin; lock table ${table} in ${mode} mode`)
  const release = () => client.query('commit')
  onTestFinished(async () => {
    await release()
    client.release()
  })
  return {
    met: () =>
      vi.waitFor(async () => {
        // Of this database: other files' wait in theirs.
        const { rows } = await world.sql.query(
          `select 1 from pg_locks where not granted
             and database = (select oid from pg_database where datname = current_database())`,
        )
        expect(rows).toHaveLength(1)
      }, 15_000),
    release,
  }
}

it('writes nothing after the answer to signing out (N08)', async () => {
  const browser = createBrowser(web.url)
  await browser.signIn(world.ours.members.admin.email)
  const before = await exportsSoFar()
  const audit = await hold('audit_entries', 'share')
  const download = browser.fetch('/t/northgate/orders.csv?q=none-like-this')
  await audit.met()
  const signedOut = browser.signOut().then(() => 'signed out')
  expect(await Promise.race([signedOut, sleep(300, 'waiting')])).toBe('waiting')
  await audit.release()
  expect(await signedOut).toBe('signed out')
  expect(await exportsSoFar()).toBe(before + 1)
  expect((await download).status).toBe(200)
})

it('ends in the middle when its session ends', async () => {
  const browser = createBrowser(web.url)
  await browser.signIn(world.ours.members.admin.email)
  const orders = await hold('orders', 'access exclusive')
  const download = browser.fetch('/t/northgate/orders.csv').then((answer) => answer.arrayBuffer())
  const outcome = download.then(
    () => 'complete',
    () => 'cut',
  )
  await orders.met()
  await browser.signOut()
  await orders.release()
  expect(await outcome).toBe('cut')
})

it('is either written before the sign-out or refused, however the two race', async () => {
  const outcomes: number[] = []
  for (let round = 0; round < 40; round++) {
    const browser = createBrowser(web.url)
    await browser.signIn(world.ours.members.admin.email)
    const download = browser.fetch('/t/northgate/orders.csv?q=race')
    await browser.signOut()
    const atSignOut = await exportsSoFar()
    const answer = await download
    await answer.arrayBuffer()
    outcomes.push(answer.status)
    expect(await exportsSoFar()).toBe(atSignOut)
  }
  expect(outcomes.every((status) => status === 200 || status === 401)).toBe(true)
})
