/**
 * One dump of the whole database, taken as of one moment. It counts as a backup when it was read back into a database
 * of its own and every table had as many rows there as at that moment.
 */
import fs from 'node:fs/promises'
import type pg from 'pg'
import { AppError } from '#workflows/contracts/errors.ts'
import { newId } from '#workflows/contracts/ids.ts'
import { requireEverything, withClient } from '../roles.ts'
import { findPgTools, majorOf, type PgTools } from './pg-tools.ts'
import { dropDatabase, readInto, urlOf } from './scratch.ts'

export interface BackupOptions {
  /** Of a role that passes by row security and may create databases. */
  url: string
  /** Does not exist yet; written whole or not at all. */
  file: string
  /** Read it back and count? What was not, is no restorable backup. */
  verify: boolean
  pgBin?: string | undefined
}

export interface Backup {
  bytes: number
  rows: number
}

/** @throws AppError `config` when the role sees less than everything, a program is missing, or rows differ */
export const makeBackup = (options: BackupOptions): Promise<Backup> =>
  withClient(options.url, (client) => dump(client, options))

async function dump(
  client: pg.Client,
  { url, file, verify, pgBin }: BackupOptions,
): Promise<Backup> {
  const unfinished = `${file}.unfinished`
  try {
    await requireEverything(client)
    const tools = await findPgTools(await majorOf(client), pgBin)
    await refuseExisting(file)
    const counts = await dumpOneMoment(client, { tools, url, file: unfinished })
    if (verify) await verifyDump({ url, tools, file: unfinished, counts })
    const { size: bytes } = await fs.stat(unfinished)
    const rows = [...counts.values()].reduce((sum, count) => sum + count, 0)
    await fs.rename(unfinished, file)
    try {
      const statement = 'insert into backups (id, bytes, rows, verified) values ($1, $2, $3, $4)'
      await client.query(statement, [newId(), bytes, rows, verify])
    } catch (error) {
      // Whoever finds the file would take it for a backup, and its age is not counted.
      await fs.rename(file, unfinished)
      throw error
    }
    return { bytes, rows }
  } finally {
    await fs.rm(unfinished, { force: true })
  }
}

async function refuseExisting(file: string): Promise<void> {
  const exists = await fs.access(file).then(
    () => true,
    () => false,
  )
  if (exists) throw new AppError('config', `${file} is there already; a backup replaces nothing.`)
}

type Counts = ReadonlyMap<string, number>

/** The counts are of the very snapshot that is dumped. */
async function dumpOneMoment(
  client: pg.Client,
  { tools, url, file }: { tools: PgTools; url: string; file: string },
): Promise<Counts> {
  await client.query('begin isolation level repeatable read read only')
  try {
    const { rows } = await client.query<{ id: string }>('select pg_export_snapshot() as id')
    const counts = await countRows(client)
    const snapshot = `--snapshot=${rows[0]?.id ?? ''}`
    await tools.run('pg_dump', url, ['--format=custom', snapshot, `--file=${file}`])
    return counts
  } finally {
    await client.query('rollback')
  }
}

async function verifyDump(dump: {
  url: string
  tools: PgTools
  file: string
  counts: Counts
}): Promise<void> {
  const name = `portside_verify_${newId().replaceAll('-', '')}`
  try {
    await readInto({ ...dump, name })
    const found = await withClient(urlOf(dump.url, name), countRows)
    for (const [table, count] of dump.counts) {
      const there = found.get(table) ?? 0
      if (there === count) continue
      throw new AppError('config', `Read back, ${table} has ${there} rows in place of ${count}.`)
    }
  } finally {
    await dropDatabase(dump.url, name)
  }
}

async function countRows(client: pg.Client): Promise<Counts> {
  const { rows: tables } = await client.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema') order by 1`,
  )
  const counts = new Map<string, number>()
  for (const { name } of tables) {
    const { rows } = await client.query<{ n: string }>(`select count(*) as n from ${name}`)
    counts.set(name, Number(rows[0]?.n ?? 0))
  }
  return counts
}
