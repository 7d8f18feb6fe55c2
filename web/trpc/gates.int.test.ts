/** A tenant's rules stand between its data and a session that does not meet them, at every door at once. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createBrowser, type Browser } from '../testing/browser.ts'
import { openWeb } from '../testing/open-web.ts'

const { world, web } = await openWeb()
let admin: Browser

beforeAll(async () => {
  admin = createBrowser(web.url)
  await admin.signIn(world.ours.members.admin.email)
})

beforeEach(async () => {
  await setRules('require_mfa = false, enforce_sso = false, absolute_hours = 12, idle_minutes = 30')
  await setSessions(`method = 'password', strong = false, provider_tenant_id = null`)
})

const setRules = (rules: string) =>
  world.sql.query(`update tenants set ${rules} where id = $1`, [world.ours.id])
const setSessions = (facts: string) => world.sql.query(`update sessions set ${facts}`)
const setGlass = (may: boolean) =>
  world.sql.query(`update memberships set break_glass = $1 where tenant_id = $2`, [
    may,
    world.ours.id,
  ])

/** What each door answers: procedures, the stream, a download. */
async function doors(): Promise<number[]> {
  const procedure = await admin.query('portal.session.get')
  const stream = await admin.fetch('/live?tenant=northgate')
  await stream.body?.cancel()
  const download = await admin.fetch('/t/northgate/orders.csv')
  await download.text()
  return [procedure.status, stream.status, download.status]
}

const OPEN = [200, 200, 200]
/** tRPC's own word for it over HTTP is 412. */
const CLOSED = [412, 403, 403]

describe('a session', () => {
  it('goes in where nothing more is asked', async () => {
    expect(await doors()).toEqual(OPEN)
  })

  it('waits for its second factor where the tenant asks for one', async () => {
    await setRules('require_mfa = true')
    expect(await doors()).toEqual(CLOSED)
    await setSessions('strong = true')
    expect(await doors()).toEqual(OPEN)
  })

  it('waits for single sign-on where the tenant enforces it, strong or not', async () => {
    await setRules('enforce_sso = true')
    await setSessions('strong = true')
    expect(await doors()).toEqual(CLOSED)
    await setSessions(`method = 'sso', provider_tenant_id = '${world.ours.id}'`)
    expect(await doors()).toEqual(OPEN)
  })

  it('breaks the glass with a second factor only', async () => {
    await setRules('enforce_sso = true')
    await setGlass(true)
    expect(await doors()).toEqual(CLOSED)
    await setSessions('strong = true')
    expect(await doors()).toEqual(OPEN)
    await setGlass(false)
  })

  it('that another tenant’s identity provider vouched for opens that tenant only', async () => {
    await setSessions(`method = 'sso', strong = true, provider_tenant_id = '${world.theirs.id}'`)
    expect(await doors()).toEqual(CLOSED)
  })

  it('ends when the absolute limit of its tenant has passed, however long it was meant to last', async () => {
    await setRules('absolute_hours = 1')
    await setSessions(`created_at = now() - interval '61 minutes'`)
    expect((await admin.query('portal.session.get')).status).toBe(401)
    await setSessions('created_at = now()')
    expect(await doors()).toEqual(OPEN)
  })
})

describe('the rules', () => {
  const update = (rules: object) => admin.mutate('portal.security.update', { input: rules })
  const rules = { idleMinutes: 15, absoluteHours: 8, requireMfa: false }
  const entries = async () => {
    const { rows } = await world.sql.query<{ changes: object; actor_name: string }>(
      `select changes, actor_name from audit_entries where tenant_id = $1 and action = 'security.updated'`,
      [world.ours.id],
    )
    return rows
  }

  it('are saved with their entry, and told once', async () => {
    expect((await update(rules)).data).toEqual({ type: 'saved' })
    expect((await update(rules)).data).toEqual({ type: 'saved' })
    expect((await admin.query('portal.security.get')).data).toEqual({ ...rules, mayChange: true })
    expect(await entries()).toEqual([
      {
        actor_name: 'admin of northgate',
        changes: { idleMinutes: { from: 30, to: 15 }, absoluteHours: { from: 12, to: 8 } },
      },
    ])
  })

  it('ask nobody for a second factor that their author does not have', async () => {
    const asked = { ...rules, requireMfa: true }
    expect((await update(asked)).data).toEqual({ type: 'refused', reason: 'own_factor_missing' })
    await setSessions('strong = true')
    expect((await update(asked)).data).toEqual({ type: 'saved' })
  })

  it('keep to their bounds', async () => {
    for (const bad of [
      { ...rules, idleMinutes: 4 },
      { ...rules, idleMinutes: 1_441 },
      { ...rules, absoluteHours: 0 },
      { ...rules, absoluteHours: 25 },
      { ...rules, idleMinutes: 7.5 },
      { ...rules, enforceSso: true },
    ]) {
      expect((await update(bad)).status).toBe(400)
    }
  })

  it('end an open stream within five seconds when it does not meet them', async () => {
    const stream = await admin.fetch('/live?tenant=northgate')
    const reader = stream.body?.getReader()
    await setRules('require_mfa = true')
    const started = Date.now()
    for (;;) {
      const part = await reader?.read()
      if (part?.done !== false) break
    }
    expect(Date.now() - started).toBeLessThan(5_500)
  }, 15_000)
})
