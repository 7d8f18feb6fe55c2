/**
 * The state of a stack after its first backfill, made once a run by whichever test file comes first: every other one
 * starts from a copy, and has what a stack of its own would have after seeding, hashing passwords and reading sources.
 */
import fs from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { inject } from 'vitest'
import { createTestDatabase } from '#db/testing/database.ts'
import type { Seeded } from './seed.ts'
import { startStack } from './stack.ts'

export interface PreparedStack {
  /** Name of the database to copy. */
  template: string
  /** What its processes kept: the sandbox's objects, and the secrets that everything is sealed with. */
  dataDir: string
  /** Where its sandbox was. */
  sandboxUrl: string
  seeded: Seeded
}

/** Any number; the same in every test file. */
const LOCK = 7_401

/** Files that come together wait for the first one; what it could not make, the next one tries. */
export async function prepareStack(): Promise<PreparedStack> {
  const client = new pg.Client({ connectionString: inject('postgres').superuserUrl })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK])
    const note = path.join(inject('runFolder'), 'prepared-stack.json')
    const known = await fs.readFile(note, 'utf8').catch(() => undefined)
    if (known !== undefined) return JSON.parse(known) as PreparedStack
    const made = await make(path.join(inject('runFolder'), 'prepared-stack'))
    await fs.writeFile(note, JSON.stringify(made))
    return made
  } finally {
    await client.end()
  }
}

async function make(dataDir: string): Promise<PreparedStack> {
  const database = await createTestDatabase()
  const stack = await startStack({ database, temporal: inject('temporal') })
  try {
    const { worker, web, sandbox } = stack.processes
    await Promise.all([worker.stop(), web.stop()])
    await sandbox.stop()
    await fs.rm(dataDir, { recursive: true, force: true })
    await fs.cp(stack.dataDir, dataDir, { recursive: true, filter: isNoLink })
  } finally {
    await stack.close()
  }
  const { sandboxUrl, seeded } = stack
  return { template: database.name, dataDir, sandboxUrl, seeded }
}

/** Workflow bundles are every stack's. */
const isNoLink = async (file: string): Promise<boolean> => !(await fs.lstat(file)).isSymbolicLink()
