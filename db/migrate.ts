/** Brings a database to the newest schema, as its owner; several processes may try at once, one does the work. */
import { Kysely, PostgresDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import pg from 'pg'
import { AppError } from '#workflows/contracts/errors.ts'
import { readMigrateEnv } from './env.ts'
import { migrations } from './migrations/index.ts'
import { restrictDatabase } from './roles.ts'

/**
 * @param ownerUrl DSN of `portside_owner`
 * @returns names of the migrations applied now, in order; empty when there was nothing to do
 * @throws AppError `config` that names the migration which failed; it left no trace (one transaction)
 */
export async function migrate(ownerUrl: string): Promise<string[]> {
  const db = new Kysely<unknown>({
    dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: ownerUrl, max: 2 }) }),
  })
  try {
    const provider = { getMigrations: () => Promise.resolve(migrations) }
    const { error, results = [] } = await new Migrator({ db, provider }).migrateToLatest()
    if (error !== undefined) {
      const failed = results.find((result) => result.status === 'Error')?.migrationName
      throw new AppError('config', `The migration ${failed ?? 'run'} failed.`, { cause: error })
    }
    await restrictDatabase(ownerUrl)
    return results.map((result) => result.migrationName)
  } finally {
    await db.destroy()
  }
}

if (import.meta.main) {
  const applied = await migrate(readMigrateEnv().DATABASE_OWNER_URL)
  for (const name of applied) process.stdout.write(`applied ${name}\n`)
  if (applied.length === 0) process.stdout.write('The database is up to date.\n')
}
