/**
 * One transaction on one connection, opened by a single round trip whatever it must set first. Ending is certain:
 * a rollback that fails discards the connection, and a COMMIT that PostgreSQL turned into a rollback is an error.
 */
import {
  CompiledQuery,
  DefaultQueryExecutor,
  PostgresDialect,
  PostgresQueryCompiler,
  PostgresAdapter,
  SingleConnectionProvider,
  type ConnectionProvider,
  type DatabaseConnection,
  type KyselyProps,
} from 'kysely'
import { SpanStatusCode, trace } from '@opentelemetry/api'
import { systemCodeOf } from '#workflows/contracts/errors.ts'
import type { Database } from './client.ts'

export interface TransactionOptions<Trx, T> {
  /** What kind of transaction it is, for traces; never anything of a tenant. */
  name: 'tenant' | 'system' | 'staff'
  /** SQL of the first round trip; without parameters, so every value in it must have been checked. */
  open: string
  /** Makes the transaction object out of Kysely's parts. */
  wrap: (props: KyselyProps) => Trx
  work: (trx: Trx) => Promise<T>
}

const compiler = new PostgresQueryCompiler()
const adapter = new PostgresAdapter()

/** Within a span that carries the name only; without a tracer it costs nothing. */
export const runTransaction = <Trx, T>(
  db: Database,
  options: TransactionOptions<Trx, T>,
): Promise<T> => {
  const attributes = { 'db.system.name': 'postgresql' }
  const name = `transaction ${options.name}`
  return trace.getTracer('portside').startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await run(db, options)
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR })
      throw error
    } finally {
      span.end()
    }
  })
}

async function run<Trx, T>(db: Database, options: TransactionOptions<Trx, T>): Promise<T> {
  const { driver } = db
  const connection = await driver.acquireConnection()
  const provider = createTransactionConnection(connection)
  const dialect = new PostgresDialect({ pool: db.pool })
  const executor = new DefaultQueryExecutor(compiler, adapter, provider)
  let mustRollBack = true
  try {
    await connection.executeQuery(CompiledQuery.raw(options.open))
    const trx = options.wrap({ config: { dialect }, dialect, driver, executor })
    const result = await options.work(trx)
    mustRollBack = false
    provider.end()
    await driver.commitTransaction(connection)
    return result
  } catch (error) {
    provider.end()
    if (systemCodeOf(error) === READ_ONLY && !options.open.startsWith('begin read only'))
      await hangUp(connection)
    if (mustRollBack) await driver.rollbackTransaction(connection).catch(() => undefined)
    throw error
  } finally {
    await driver.releaseConnection(connection)
  }
}

const READ_ONLY = '25006'

/**
 * A connection that was made to a standby, or while writes were refused, refuses them for as long as it lives. Once
 * it is ended the rollback fails, so it is discarded, and the next one meets the server as it is then.
 */
const hangUp = (connection: DatabaseConnection): Promise<unknown> =>
  connection
    .executeQuery(CompiledQuery.raw('rollback; select pg_terminate_backend(pg_backend_pid())'))
    .catch(() => undefined)

interface TransactionConnection extends ConnectionProvider {
  /** After this a forgotten promise cannot run a query outside its transaction, on somebody else's connection. */
  end(): void
}

function createTransactionConnection(connection: DatabaseConnection): TransactionConnection {
  const single = new SingleConnectionProvider(connection)
  let ended = false
  return {
    end: () => {
      ended = true
    },
    provideConnection: (consumer) =>
      single.provideConnection((given) => {
        if (ended) throw new Error('this transaction has ended')
        return consumer(given)
      }),
  }
}
