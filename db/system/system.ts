/**
 * Work that precedes a tenant or spans them: intake, sign-in, claims. No tenant is set, so a tenant table read in
 * here raises an error instead of answering.
 */
import { Transaction } from 'kysely'
import type { Database } from '../client.ts'
import type { DB } from '../schema/tables.gen.ts'
import { runTransaction } from '../transaction.ts'

/** A transaction without a tenant. */
export class SystemTx extends Transaction<DB> {
  readonly #outsideTenants = true

  static is(value: object): value is SystemTx {
    return #outsideTenants in value
  }
}

export interface SystemOptions {
  /**
   * Its commit is seen at once but does not wait for the disk: when PostgreSQL dies in the next moment it has never
   * been. For what means nothing after such an end, as a claim.
   */
  mayBeLost?: boolean
}

/**
 * Runs `work` in one transaction that belongs to no tenant.
 *
 * @throws whatever `work` throws, after a rollback
 * @example const id = await withSystem(db, (trx) => createLink(trx, link))
 */
export function withSystem<T>(
  db: Database,
  work: (trx: SystemTx) => Promise<T>,
  { mayBeLost = false }: SystemOptions = {},
): Promise<T> {
  const commits = mayBeLost ? `, set_config('synchronous_commit', 'off', true)` : ''
  return runTransaction(db, {
    name: 'system',
    open: `begin; select set_config('statement_timeout', '10000', true)${commits}`,
    wrap: (props) => new SystemTx(props),
    work,
  })
}
