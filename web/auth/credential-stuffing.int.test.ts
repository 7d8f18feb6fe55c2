/** K08: lists of stolen passwords, tried at the door from many addresses: what they learn, and whom they lock out. */
import { Registry } from 'prom-client'
import { beforeAll, expect, it } from 'vitest'
import { cheapHash } from '../testing/world.ts'
import { openWeb } from '../testing/open-web.ts'

const ACCOUNTS = 500
const ADDRESSES = 200
const PAIRS = 10_000
/** One pair in so many is right. */
const RIGHT_EVERY = 49
const AT_ONCE = 16
const RIGHT = 'the right one of this account'
const registry = new Registry()
const { world, web } = await openWeb(() => ({ watch: { registry } }))

beforeAll(async () => {
  const member = await world.addMember(world.ours, 'requester')
  await world.sql.query(
    `with made as (
       insert into people (id, email, name, locale, password_hash)
       select gen_random_uuid(), 'account-' || n || '@northgate.test', 'Account ' || n, 'en', $1
       from generate_series(0, $2::int - 1) as n returning id)
     insert into memberships (tenant_id, person_id, role)
     select m.tenant_id, made.id, m.role from made, memberships m where m.person_id = $3`,
    [await cheapHash(RIGHT), ACCOUNTS, member.id],
  )
})

const tryPassword = async (account: number, from: number, password: string): Promise<string> => {
  const result = await web.parts.door.signIn({
    email: `account-${String(account)}@northgate.test`,
    address: `198.51.100.${String(from)}`,
    ...{ password, userAgent: null, replaces: null },
  })
  return result.type
}

it(
  'learns no more than the right pairs, raises the alert, and keeps no owner out',
  { timeout: 120_000 },
  async () => {
    const outcomes = new Map<string, number>()
    let next = 0
    const attacker = async (): Promise<void> => {
      for (let n = next++; n < PAIRS; n = next++) {
        const isRight = n % RIGHT_EVERY === 0
        const outcome = await tryPassword(
          n % ACCOUNTS,
          n % ADDRESSES,
          isRight ? RIGHT : `wrong ${String(n)}`,
        )
        if (!isRight) expect(outcome).not.toBe('signed_in')
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, attacker))
    const told = Object.fromEntries(outcomes)
    expect((told['signed_in'] ?? 0) + (told['refused'] ?? 0)).toBe(PAIRS)
    // Twenty tries met each account, ten of them were looked at.
    expect(told['signed_in']).toBeGreaterThan(0)
    expect(told['signed_in']).toBeLessThanOrEqual(Math.ceil(PAIRS / RIGHT_EVERY))

    const counted = await registry.getSingleMetricAsString('portside_sign_in_tries_total')
    expect(counted).toContain(`{door="portal",outcome="refused"} ${String(told['refused'])}`)

    const { rows } = await world.sql.query<{ longest: number }>(
      `select (max(expire) - extract(epoch from now()) * 1000)::float8 as longest from rate_limits`,
    )
    expect(rows[0]?.longest).toBeLessThanOrEqual(15 * 60_000)
    expect(await tryPassword(1, 250, RIGHT)).toBe('refused')
    await world.sql.query('update rate_limits set expire = extract(epoch from now()) * 1000 - 1')
    for (const account of [0, 1, 250, ACCOUNTS - 1]) {
      expect([account, await tryPassword(account, 250, RIGHT)]).toEqual([account, 'signed_in'])
    }
  },
)
