/**
 * One transaction on one connection, opened by a single round trip whatever it must set first. Statements that do not
 * wait for each other travel together, in the order in which they were called. Ending is certain: a rollback that
 * fails discards the connection, and a COMMIT that PostgreSQL turned into a rollback is an error.
 */
import {
  CompiledQuery,
  DefaultQueryExecutor,
  PostgresDialect,
  PostgresQueryCompiler,
  PostgresAdapter,
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
  /**
   * It can write nothing, even where `open` failed. So its first statement travels with `open`, and whoever reads does
   * not wait for its end.
   */
  readOnly?: boolean
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
  const statements = createTransactionConnection(connection)
  const opened = connection.executeQuery(CompiledQuery.raw(options.open))
  opened.catch(() => undefined)
  let result: T
  try {
    if (!options.readOnly) await opened
    const dialect = new PostgresDialect({ pool: db.pool })
    const executor = new DefaultQueryExecutor(compiler, adapter, statements)
    result = await options.work(options.wrap({ config: { dialect }, dialect, driver, executor }))
    await opened
    statements.end()
  } catch (error) {
    statements.end()
    const cause = await opened.then(
      () => statements.causeOf(error),
      (refusal: unknown) => refusal,
    )
    if (systemCodeOf(cause) === READ_ONLY && !options.readOnly) await hangUp(connection)
    await driver.rollbackTransaction(connection).catch(() => undefined)
    await driver.releaseConnection(connection)
    throw cause
  }
  const committed = driver
    .commitTransaction(connection)
    .finally(() => driver.releaseConnection(connection))
  if (options.readOnly) committed.catch(() => undefined)
  else await committed
  return result
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
  /** What went wrong where `error` only says that something before it has. */
  causeOf(error: unknown): unknown
}

function createTransactionConnection(connection: DatabaseConnection): TransactionConnection {
  let ended = false
  let firstError: unknown
  return {
    end: () => {
      ended = true
    },
    causeOf: (error) => (systemCodeOf(error) === ABORTED ? (firstError ?? error) : error),
    // Nothing is awaited before the consumer: what is called first is sent first.
    provideConnection: async (consumer) => {
      if (ended) throw new Error('this transaction has ended')
      try {
        return await consumer(connection)
      } catch (error) {
        firstError ??= error
        throw error
      }
    },
  }
}

/** What PostgreSQL says of each statement after one that failed. */
const ABORTED = '25P02'
