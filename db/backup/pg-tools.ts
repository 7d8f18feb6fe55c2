/** `pg_dump` and `pg_restore` as they lie on this machine: a dump is only as good as the program that reads it back. */
import path from 'node:path'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type pg from 'pg'
import { AppError } from '#workflows/contracts/errors.ts'
import { programEnv } from '../env.ts'

const execute = promisify(execFile)
/** Of what a program says on stderr; the lists of a dump are long. */
const MAX_SAID = 64 * 1024 * 1024

export interface PgTools {
  /** Runs one of them against a database; its password never stands in the list of processes. */
  run(program: 'pg_dump' | 'pg_restore', url: string, args: readonly string[]): Promise<string>
}

/**
 * @param serverMajor the tools must be at least as new as the server
 * @param folder where they are; on PATH when undefined
 * @throws AppError `config` that says which program is missing or too old
 */
export async function findPgTools(serverMajor: number, folder?: string): Promise<PgTools> {
  const at = (program: string): string =>
    folder === undefined ? program : path.join(folder, program)
  for (const program of ['pg_dump', 'pg_restore']) {
    const said = await execute(at(program), ['--version']).catch((cause: unknown) => {
      throw new AppError('config', missing(program, serverMajor), { cause })
    })
    const major = Number(/\s(\d+)/.exec(said.stdout)?.[1] ?? 0)
    if (major < serverMajor) throw new AppError('config', tooOld(program, major, serverMajor))
  }
  return {
    async run(program, url, args) {
      const { password, ...rest } = connectionOf(url)
      const env = programEnv({ ...rest, ...(password === '' ? {} : { PGPASSWORD: password }) })
      try {
        const { stdout } = await execute(at(program), [...args], { env, maxBuffer: MAX_SAID })
        return stdout
      } catch (cause) {
        const said = cause instanceof Error && 'stderr' in cause ? String(cause.stderr) : ''
        const last = said.trim().split('\n').slice(-3).join('\n')
        throw new AppError('config', `${program} failed: ${last}`, { cause })
      }
    },
  }
}

/** Of the server. */
export async function majorOf(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    "select current_setting('server_version_num')::int / 10000 as n",
  )
  return rows[0]?.n ?? 0
}

const missing = (program: string, major: number): string =>
  `${program} cannot be started. Install the client programs of PostgreSQL ${major} or newer, ` +
  'or set PORTSIDE_PG_BIN to the folder they are in.'
const tooOld = (program: string, is: number, wanted: number): string =>
  `${program} is of PostgreSQL ${is} and the server of ${wanted}: it would refuse to work. ` +
  'Install newer client programs, or set PORTSIDE_PG_BIN to the folder of newer ones.'

function connectionOf(url: string): Record<string, string> & { password: string } {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url)
  const sslmode = searchParams.get('sslmode')
  return {
    PGHOST: hostname,
    PGPORT: port === '' ? '5432' : port,
    PGUSER: decodeURIComponent(username),
    PGDATABASE: decodeURIComponent(pathname.slice(1)),
    ...(sslmode === null ? {} : { PGSSLMODE: sslmode }),
    password: decodeURIComponent(password),
  }
}
