/**
 * Reads a backup into a new database, which gets its name only after what must not come back to life is dead: a
 * process that is configured for it finds either no database or one that is safe to work on.
 */
import { AppError } from '#workflows/contracts/errors.ts'
import { restrictDatabase, withClient } from '../roles.ts'
import { findPgTools, majorOf } from './pg-tools.ts'
import { quietRestored, type Quieted } from './quiet-restored.ts'
import { dropDatabase, onServer, readInto, urlOf } from './scratch.ts'

export interface RestoreOptions {
  /** Of a superuser, or of who owns everything that is made here. */
  url: string
  file: string
  /** Of the new database; there must be none of that name. */
  name: string
  pgBin?: string | undefined
}

/** @throws AppError `config` when the name is taken, or the dump cannot be read */
export async function restoreBackup({ url, file, name, pgBin }: RestoreOptions): Promise<Quieted> {
  const unfinished = `${name}_restoring`
  const major = await onServer(url, async (client) => {
    const taken = await client.query('select 1 from pg_database where datname = $1', [name])
    if (taken.rowCount !== 0) {
      throw new AppError('config', `There is a database "${name}". Rename or drop it first.`)
    }
    return majorOf(client)
  })
  const tools = await findPgTools(major, pgBin)
  await dropDatabase(url, unfinished)
  try {
    await readInto({ url, name: unfinished, file, tools })
    const quieted = await withClient(urlOf(url, unfinished), quietRestored)
    // The privileges of a database are no part of its dump.
    await restrictDatabase(urlOf(url, unfinished))
    await onServer(url, async (server) => {
      const [from, to] = [unfinished, name].map((each) => server.escapeIdentifier(each))
      await server.query(`alter database ${from ?? ''} rename to ${to ?? ''}`)
    })
    return quieted
  } catch (error) {
    await dropDatabase(url, unfinished)
    throw error
  }
}
