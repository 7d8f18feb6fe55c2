/** A database of its own for each test file, copied from the migrated template of the run. */
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { restrictDatabase } from '../roles.ts'

export interface TestDatabase {
  name: string
  superuserUrl: string
  ownerUrl: string
  appUrl: string
  workerUrl: string
  staffUrl: string
  /** Ends every connection to it and removes it. */
  drop(): Promise<void>
}

/**
 * @param template the database to copy; the migrated one unless told, without a row
 * @example
 * const database = await createTestDatabase()
 * afterAll(() => database.drop())
 */
export async function createTestDatabase(
  template = inject('postgres').template,
): Promise<TestDatabase> {
  const { superuserUrl, passwords } = inject('postgres')
  const name = `test_${randomBytes(6).toString('hex')}`
  await run(superuserUrl, `create database ${name} template ${template} owner portside_owner`)
  const urlOf = (role: keyof typeof passwords): string => {
    const url = new URL(superuserUrl)
    url.username = `portside_${role}`
    url.password = passwords[role]
    url.pathname = `/${name}`
    return url.href
  }
  const ownerUrl = urlOf('owner')
  await restrictDatabase(ownerUrl)
  const ownSuperuserUrl = new URL(superuserUrl)
  ownSuperuserUrl.pathname = `/${name}`
  return {
    name,
    superuserUrl: ownSuperuserUrl.href,
    ownerUrl,
    appUrl: urlOf('app'),
    workerUrl: urlOf('worker'),
    staffUrl: urlOf('staff'),
    drop: () => run(superuserUrl, `drop database if exists ${name} with (force)`),
  }
}

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
