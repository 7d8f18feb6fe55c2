/**
 * The connection pool and what is built on it. Only composition roots hold a Database; everybody else gets a
 * transaction from withTenant or withSystem.
 */
import {
  Kysely,
  PostgresDialect,
  PostgresDriver,
  type Driver,
  type PostgresDialectConfig,
} from 'kysely'
import pg from 'pg'
import type { DB } from './schema/tables.gen.ts'

export interface Database {
  readonly kysely: Kysely<DB>
  readonly pool: pg.Pool
  /** Shared with db/transaction.ts, which opens transactions in one round trip. */
  readonly driver: Driver
  close(): Promise<void>
}

export interface DatabaseOptions {
  url: string
  /** Shown by PostgreSQL as application_name, e.g. `portside-web`. */
  name: string
  /** Connections at most; 10 unless told. */
  max?: number
}

/**
 * @example const db = createDatabase({ url: env.DATABASE_URL, name: 'portside-web' })
 */
export function createDatabase(options: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    application_name: options.name,
    max: options.max ?? 10,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    // Statements are sent as they are called, without waiting for the answers to those before them.
    pipeline: true,
    types: { getTypeParser },
  })
  // An idle connection that the server closes is replaced on the next use; unheard, it would end the process.
  pool.on('error', () => undefined)
  // So is one that is lost between two statements of a transaction: the next statement is what fails.
  pool.on('connect', (client) => client.on('error', () => undefined))
  const config: PostgresDialectConfig = { pool }
  const kysely = new Kysely<DB>({ dialect: new PostgresDialect(config) })
  const driver = new PostgresDriver(config)
  void driver.init()
  // Not kysely.destroy(): a Kysely that was never used would leave the pool open.
  return { kysely, pool, driver, close: () => pool.end() }
}

const INT8 = 20
const DATE = 1082

type Parse = (text: string) => unknown
const builtIn = pg.types.getTypeParser as (oid: number, format?: string) => Parse

/** Counters, versions and amounts are numbers; calendar dates stay `YYYY-MM-DD`, since a Date would shift them. */
function getTypeParser(oid: number, format?: string): Parse {
  if (format === 'binary') return builtIn(oid, 'binary')
  if (oid === INT8) return parseInt8
  if (oid === DATE) return (text) => text
  return builtIn(oid, 'text')
}

function parseInt8(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint ${text} is beyond 2^53`)
  return value
}
