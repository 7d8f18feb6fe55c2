/** Two tenants with orders, members in every role and a connection, written straight into a test's database. */
import { randomBytes } from 'node:crypto'
import { hash } from '@node-rs/argon2'
import pg from 'pg'
import { createKeyring } from '#db/secrets.ts'
import type { TestDatabase } from '#db/testing/database.ts'
import type { RolePreset } from '#workflows/contracts/access.ts'
import type { ConnectionId } from '#workflows/contracts/ids.ts'
import {
  addBilling,
  addConnection,
  addMember,
  addOrders,
  addProjects,
  addTenant,
  type ConnectionFacts,
  type Member,
  type RowContext,
  type Tenant,
} from './world-rows.ts'

export { newSecret, type Tenant } from './world-rows.ts'

export const PASSWORD = 'correct horse battery staple'

/** A hash says itself what it costs: this one next to nothing, so that tests may sign in a thousand times. */
export const cheapHash = (password: string): Promise<string> =>
  hash(password, { memoryCost: 8, timeCost: 1, parallelism: 1 })

export interface World {
  encryptionKeys: string
  /** As superuser: sees and changes everything. */
  sql: pg.Pool
  ours: Tenant
  theirs: Tenant
  connectionId: ConnectionId
  secret: string
  addConnection: (
    change?: Partial<ConnectionFacts>,
  ) => Promise<{ id: ConnectionId; secret: string }>
  addOrders: (tenant: Tenant, count: number) => Promise<void>
  addMember: (tenant: Tenant, role: RolePreset) => Promise<Member>
  close: () => Promise<void>
}

export async function createWorld(database: TestDatabase): Promise<World> {
  const sql = new pg.Pool({ connectionString: database.superuserUrl, max: 3 })
  sql.on('error', () => undefined)
  const encryptionKeys = `k1:${randomBytes(32).toString('base64')}`
  const context: RowContext = {
    sql,
    keyring: createKeyring(encryptionKeys),
    passwordHash: await cheapHash(PASSWORD),
  }
  const connection = await addConnection(context)
  const ours = await addTenant(context, 'northgate', connection.id)
  const theirs = await addTenant(context, 'vellmar', connection.id)
  const addMore = (tenant: Tenant, count: number): Promise<void> =>
    addOrders(context, tenant, { count, connectionId: connection.id })
  await addMore(ours, 3)
  await addMore(theirs, 5)
  for (const tenant of [ours, theirs]) {
    await addProjects(context, tenant, { count: 2, connectionId: connection.id })
  }
  // One account of each provider serves both, as one Stripe account serves every customer of an operator.
  const billing = await addConnection(context, { source: 'stripe' })
  for (const tenant of [ours, theirs]) {
    await addBilling(context, tenant, { count: 3, connectionId: billing.id })
  }
  return {
    encryptionKeys,
    sql,
    ours,
    theirs,
    connectionId: connection.id,
    secret: connection.secret,
    addConnection: (change) => addConnection(context, change),
    addOrders: addMore,
    addMember: (tenant, role) => addMember(context, tenant, role),
    close: () => sql.end(),
  }
}
