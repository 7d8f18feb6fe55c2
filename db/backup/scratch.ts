/** Databases that a dump is read into, beside the one in use. */
import type pg from 'pg'
import { withClient } from '../roles.ts'
import type { PgTools } from './pg-tools.ts'

/** The same server and role, another database. */
export function urlOf(url: string, name: string): string {
  const other = new URL(url)
  other.pathname = `/${encodeURIComponent(name)}`
  return other.href
}

export const onServer = <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> =>
  withClient(urlOf(url, 'postgres'), work)

/** Makes the database; the dump is in it whole or the database is empty. */
export async function readInto(dump: {
  url: string
  name: string
  file: string
  tools: PgTools
}): Promise<void> {
  const { url, name, file, tools } = dump
  await onServer(url, (client) =>
    client.query(`create database ${client.escapeIdentifier(name)} template template0`),
  )
  const into = ['--exit-on-error', '--single-transaction', `--dbname=${name}`, file]
  await tools.run('pg_restore', urlOf(url, name), into)
}

export const dropDatabase = (url: string, name: string): Promise<unknown> =>
  onServer(url, (client) =>
    client.query(`drop database if exists ${client.escapeIdentifier(name)} with (force)`),
  )
