/**
 * `npm run encryption-keys`: how many stored secrets each key of ENCRYPTION_KEYS locks; `-- rewrap` moves all of them
 * under the first one, while Portside runs. Then the others can go: nothing in this database needs them any more.
 */
import type pg from 'pg'
import { AppError } from '#workflows/contracts/errors.ts'
import { readKeysEnv } from './env.ts'
import { requireEverything, withClient } from './roles.ts'
import { countByKey, rewrapAll } from './sealed/rewrap-all.ts'
import { createKeyring, type Keyring } from './secrets.ts'

const USAGE = `Usage: npm run encryption-keys
       npm run encryption-keys -- rewrap`

/** @throws AppError `invalid_input` with the usage */
export function readAsked(args: readonly string[]): 'report' | 'rewrap' {
  if (args.length === 0) return 'report'
  if (args.length === 1 && args[0] === 'rewrap') return 'rewrap'
  throw new AppError('invalid_input', USAGE)
}

export interface KeyReport {
  lines: string[]
  /** Whether every secret opens with a key that is there. */
  isWell: boolean
}

/** @param client of a role that passes by row security */
export async function handleKeys(
  client: pg.Client,
  keyring: Keyring,
  asked: 'report' | 'rewrap',
): Promise<KeyReport> {
  await requireEverything(client)
  const lines: string[] = []
  const broken: string[] = []
  if (asked === 'rewrap') {
    const done = await rewrapAll(client, keyring)
    broken.push(...done.broken)
    lines.push(`Moved ${done.moved} secrets under the key "${keyring.current}".`, ...broken)
  }
  const counts = await countByKey(client)
  for (const key of keyring.keys.keys()) lines.push(lineOf(keyring, key, counts.get(key) ?? 0))
  const lost = [...counts].filter(([key]) => !keyring.keys.has(key))
  for (const [key, count] of lost) {
    lines.push(`${key}: ${count} secrets, and ENCRYPTION_KEYS does not hold it. Add it again.`)
  }
  return { lines, isWell: broken.length === 0 && lost.length === 0 }
}

function lineOf({ current }: Keyring, key: string, count: number): string {
  if (key === current) return `${key}: ${count} secrets; what is stored from now on as well.`
  return count === 0
    ? `${key}: nothing in this database needs it. Backups made before still do: keep a copy as long as them.`
    : `${key}: ${count} secrets. \`npm run encryption-keys -- rewrap\` moves them to "${current}".`
}

if (import.meta.main) {
  try {
    const asked = readAsked(process.argv.slice(2))
    const env = readKeysEnv()
    const keyring = createKeyring(env.ENCRYPTION_KEYS)
    const { lines, isWell } = await withClient(env.DATABASE_BACKUP_URL, (client) =>
      handleKeys(client, keyring, asked),
    )
    process.stdout.write(`${lines.join('\n')}\n`)
    process.exitCode = isWell ? 0 : 1
  } catch (error) {
    process.stderr.write(`${error instanceof AppError ? error.message : String(error)}\n`)
    process.exitCode = 2
  }
}
