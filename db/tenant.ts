/**
 * The only way in to tenant data. The tenant is set for one transaction, never for a connection: a session-level
 * setting would leak to the next user of a pooled connection.
 */
import { Transaction, type KyselyProps } from 'kysely'
import { AppError } from '#workflows/contracts/errors.ts'
import { isUuid, type TenantId } from '#workflows/contracts/ids.ts'
import type { Database } from './client.ts'
import type { DB } from './schema/tables.gen.ts'
import { runTransaction } from './transaction.ts'

/** Milliseconds a statement of a tenant's transaction may take. */
const STATEMENT_TIMEOUT_MS = 10_000

/** A transaction that sees and writes rows of `tenantId` only. */
export class TenantTx extends Transaction<DB> {
  readonly tenantId: TenantId
  // A nominal type: no other transaction can be passed where a tenant's is meant.
  readonly #boundToTenant = true

  constructor(props: KyselyProps, tenantId: TenantId) {
    super(props)
    this.tenantId = tenantId
  }

  static is(value: object): value is TenantTx {
    return #boundToTenant in value
  }
}

export interface TenantOptions {
  /** PostgreSQL refuses every write; for views by staff and for pages. */
  readOnly?: boolean
}

/** What withTenant takes, in this order. */
type TenantWork<T> = [
  db: Database,
  tenantId: TenantId,
  work: (trx: TenantTx) => Promise<T>,
  options?: TenantOptions,
]

/**
 * Runs `work` in one transaction of `tenantId`; commits when it resolves, rolls back when it throws.
 * Opening costs one round trip (BEGIN and the setting travel together), as a plain transaction does; for reading it
 * costs none, since a statement that travels along would be refused without a tenant.
 *
 * @throws AppError `invalid_input` when `tenantId` is not a UUID; whatever `work` throws
 * @example const orders = await withTenant(db, tenantId, (trx) => listOrders(trx, access, input), { readOnly: true })
 */
export function withTenant<T>(...[db, tenantId, work, options = {}]: TenantWork<T>): Promise<T> {
  // The simple protocol, which takes several statements in one message, takes no parameters.
  if (!isUuid(tenantId)) throw new AppError('invalid_input', 'This tenant does not exist.')
  const begin = options.readOnly ? 'begin read only' : 'begin'
  return runTransaction(db, {
    name: 'tenant',
    readOnly: options.readOnly ?? false,
    open:
      `${begin}; select set_config('app.tenant_id', '${tenantId}', true), ` +
      `set_config('statement_timeout', '${STATEMENT_TIMEOUT_MS}', true)`,
    wrap: (props) => new TenantTx(props, tenantId),
    work,
  })
}
