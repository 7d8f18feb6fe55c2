/**
 * A database of its own with so many tenants and records, and among them one customer who has the same in each: what
 * is measured is that customer's work beside all that the others hold.
 */
import { createDatabase, type Database } from '#db/client.ts'
import { migrate } from '#db/migrate.ts'
import { withClient } from '#db/roles.ts'
import { createKeyring } from '#db/secrets.ts'
import { bulkTenants, fillRecords, type BulkTenant } from '#db/seeds/bulk/fill-records.ts'
import { fillTenants } from '#db/seeds/bulk/fill-tenants.ts'
import { generateSpec } from '#db/seeds/generated-spec.ts'
import { SOURCES } from '#workflows/contracts/sources.ts'
import type { BenchStack } from '../bench-stack.ts'

export interface GrownDatabase {
  app: Database
  workerUrl: string
  encryptionKeys: string
  /** The one that is measured. */
  customer: BulkTenant
  close(): Promise<void>
}

export interface Growth {
  name: string
  tenants: number
  records: number
}

/** Of the customer that is measured. */
const OWN_RECORDS = 4_000
const ENCRYPTION_KEYS = `k1:${Buffer.alloc(32, 7).toString('base64')}`

export async function createGrown(bench: BenchStack, growth: Growth): Promise<GrownDatabase> {
  const { name, tenants, records } = growth
  const started = performance.now()
  await withClient(bench.clusterUrl, (client) =>
    client.query(`create database ${name} owner portside_owner`),
  )
  const urlOf = (url: string): string => Object.assign(new URL(url), { pathname: `/${name}` }).href
  const ownerUrl = new URL(urlOf(bench.database.ownerUrl))
  await migrate(ownerUrl.href)
  ownerUrl.searchParams.set('options', '-c synchronous_commit=off')
  const owner = createDatabase({ url: ownerUrl.href, name: 'bench', max: 4 })
  const others = await makeTenants(owner, tenants)
  const customer = others.pop()
  if (!customer) throw new Error('There is no customer.')
  const now = new Date()
  await fillRecords(owner, [customer], { records: OWN_RECORDS, now })
  await fillRecords(owner, others, { records: records - OWN_RECORDS, withHistory: true, now })
  await owner.close()
  bench.log(
    `  ${name}: ${tenants} tenants, ${records} records after ${((performance.now() - started) / 1_000).toFixed(0)} s`,
  )
  const app = createDatabase({ url: urlOf(bench.database.appUrl), name: 'bench', max: 2 })
  return {
    app,
    workerUrl: urlOf(bench.database.workerUrl),
    encryptionKeys: ENCRYPTION_KEYS,
    customer,
    close: () => app.close(),
  }
}

/** Without members: nobody signs in here. */
async function makeTenants(owner: Database, tenants: number): Promise<BulkTenant[]> {
  const spec = generateSpec({ tenants, seed: 1, sources: SOURCES, accounts: {} })
  const keyring = createKeyring(ENCRYPTION_KEYS)
  const bare = { ...spec, tenants: spec.tenants.map((tenant) => ({ ...tenant, members: [] })) }
  return bulkTenants(await fillTenants({ owner, keyring }, bare))
}
