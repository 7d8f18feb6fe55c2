/**
 * The way in to reads across tenants: one read-only transaction of `portside_staff`, whose policies let it see every
 * tenant and whose grants let it write nothing. What staff change goes through workflows.
 */
import { Transaction } from 'kysely'
import type { Database } from '../client.ts'
import type { DB } from '../schema/tables.gen.ts'
import { runTransaction } from '../transaction.ts'

/** A read-only transaction over all tenants. */
export class StaffTx extends Transaction<DB> {
  readonly #acrossTenants = true

  static is(value: object): value is StaffTx {
    return #acrossTenants in value
  }
}

/**
 * @param db a Database of `portside_staff`
 * @throws whatever `work` throws, after a rollback
 * @example const tenants = await withStaff(db, (trx) => listTenants(trx, { q: '', cursor: null, limit: 50 }))
 */
export function withStaff<T>(db: Database, work: (trx: StaffTx) => Promise<T>): Promise<T> {
  return runTransaction(db, {
    name: 'staff',
    readOnly: true,
    // A console page that is asked again every second must not pile up: what takes longer is given up.
    open: `begin read only; select set_config('statement_timeout', '8000', true)`,
    wrap: (props) => new StaffTx(props),
    work,
  })
}
