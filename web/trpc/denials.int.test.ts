/** Denied attempts are counted within a window and told once after it, by every way a process can end. */
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { createDatabase, type Database } from '#db/client.ts'
import { withTenant } from '#db/tenant.ts'
import { createTestDatabase, type TestDatabase } from '#db/testing/database.ts'
import { insertTenant } from '#db/testing/rows.ts'
import { createLogger } from '#integrations/kit/logger.ts'
import { newId, type PersonId, type TenantId } from '#workflows/contracts/ids.ts'
import { createDenialLog, type Denial } from './denials.ts'

let database: TestDatabase
let db: Database
let tenantId: TenantId

beforeAll(async () => {
  database = await createTestDatabase()
  db = createDatabase({ url: database.appUrl, name: 'test' })
  const owner = createDatabase({ url: database.ownerUrl, name: 'test-owner', max: 1 })
  tenantId = await insertTenant(owner, { slug: 'one' })
  await owner.close()
})

afterAll(async () => {
  await db.close()
  await database.drop()
})

const denialOf = (what: string): Denial => ({
  tenantId,
  person: { id: newId<PersonId>(), name: 'Marie' },
  what,
  needs: { module: 'billing', action: 'manage' },
  origin: { address: '203.0.113.7', userAgent: null },
  requestId: 'req-1',
})

const triesOf = (what: string): Promise<number[]> =>
  withTenant(db, tenantId, async (trx) => {
    const { rows } = await sql<{ tries: number }>`
      select (changes->'tries'->>'to')::int as tries from audit_entries
      where changes->'procedure'->>'to' = ${what} order by at, id`.execute(trx)
    return rows.map(({ tries }) => tries)
  })

const log = createLogger('test', 'silent')

it('one entry at once, and one for all others of the window', async () => {
  const denials = createDenialLog({ db, log, windowMs: 300 })
  const denial = denialOf('windowed')
  for (let i = 0; i < 38; i++) denials.note(denial)
  await vi.waitFor(async () => expect(await triesOf('windowed')).toEqual([1, 37]), 15_000)
  await sleep(700)
  expect(await triesOf('windowed')).toEqual([1, 37])
  denials.note(denial)
  await vi.waitFor(async () => expect(await triesOf('windowed')).toEqual([1, 37, 1]), 15_000)
  await denials.close()
})

it('members and procedures are counted apart, and a process that ends tells the rest', async () => {
  const denials = createDenialLog({ db, log })
  const denial = denialOf('ended')
  for (const each of [denial, denial, denial, denialOf('ended'), { ...denial, what: 'other' }]) {
    denials.note(each)
  }
  await denials.close()
  expect((await triesOf('ended')).toSorted()).toEqual([1, 1, 2])
  expect(await triesOf('other')).toEqual([1])
})

it('what cannot be written is logged, and nobody waits for it', async () => {
  const lines: string[] = []
  const failing = createLogger('test', 'error', { write: (line: string) => void lines.push(line) })
  const denials = createDenialLog({ db, log: failing })
  denials.note({ ...denialOf('lost'), tenantId: newId<TenantId>() })
  await denials.close()
  expect(lines.join('')).toContain('a denied attempt was not written')
})
