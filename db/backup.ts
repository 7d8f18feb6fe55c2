/**
 * `npm run backup`: `make FILE` writes a dump and reads it back, `restore FILE --into NAME` makes a database of one,
 * `quiet` does for a database that was restored in another way what `restore` does by itself.
 */
import { parseArgs } from 'node:util'
import { AppError } from '#workflows/contracts/errors.ts'
import { makeBackup } from './backup/dump.ts'
import { quietRestored, type Quieted } from './backup/quiet-restored.ts'
import { restoreBackup } from './backup/restore.ts'
import { readBackupEnv } from './env.ts'
import { withClient } from './roles.ts'

const USAGE = `Usage: npm run backup -- make FILE [--quick]
       npm run backup -- restore FILE --into NAME
       npm run backup -- quiet`

type Asked =
  | { verb: 'make'; file: string; verify: boolean }
  | { verb: 'restore'; file: string; name: string }
  | { verb: 'quiet' }

/** @throws AppError `invalid_input` with the usage */
export function readAsked(args: readonly string[]): Asked {
  const usage = (cause?: unknown): AppError => new AppError('invalid_input', USAGE, { cause })
  const read = () =>
    parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { into: { type: 'string' }, quick: { type: 'boolean' } },
    })
  let parsed: ReturnType<typeof read>
  try {
    parsed = read()
  } catch (cause) {
    throw usage(cause)
  }
  const [verb, file, ...more] = parsed.positionals
  const { into, quick } = parsed.values
  if (more.length > 0) throw usage()
  if (verb === 'make' && file !== undefined && into === undefined) {
    return { verb, file, verify: quick !== true }
  }
  if (verb === 'restore' && file !== undefined && into !== undefined && quick === undefined) {
    return { verb, file, name: into }
  }
  if (verb === 'quiet' && file === undefined && (into ?? quick) === undefined) return { verb }
  throw usage()
}

const ended = ({ sessions, tokens, messages }: Quieted): string =>
  `Ended: ${sessions} sessions, ${tokens} links and codes, ${messages} messages that were not out yet.`

async function run(asked: Asked): Promise<string> {
  const { DATABASE_BACKUP_URL: url, PORTSIDE_PG_BIN: pgBin } = readBackupEnv()
  if (asked.verb === 'make') {
    const { bytes, rows } = await makeBackup({ url, pgBin, ...asked })
    const size = `${(bytes / 1_000_000).toFixed(1)} MB, ${rows} rows`
    return asked.verify
      ? `${asked.file}: ${size}, read back and counted.`
      : `${asked.file}: ${size}. Nobody has tried to read it back, so it does not count as restorable.`
  }
  if (asked.verb === 'restore') {
    return `The database "${asked.name}" is there.\n${ended(await restoreBackup({ url, pgBin, ...asked }))}`
  }
  return ended(await withClient(url, quietRestored))
}

if (import.meta.main) {
  try {
    process.stdout.write(`${await run(readAsked(process.argv.slice(2)))}\n`)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 2
  }
}
