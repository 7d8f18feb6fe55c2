/**
 * A test run that was killed outright leaves its servers and folders behind; the next run clears them.
 * Each run writes down who it is and what it started, so a run that is still alive is never touched.
 */
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import {
  endRecorded,
  isStillRunning,
  recordProcess,
  recordedProcessSchema,
} from '../process/identity.ts'
import { removePostgresHome } from '../services/postgres-home.ts'

const PREFIX = 'portside-test-'
const RECORD = 'run.json'
const runSchema = z.object({
  owner: recordedProcessSchema,
  started: z.array(recordedProcessSchema),
})

/** A new folder for a run of this process. */
export async function makeRunFolder(base = os.tmpdir()): Promise<string> {
  const folder = await fs.mkdtemp(path.join(base, PREFIX))
  await writeRun(folder, [])
  return folder
}

/** Notes which processes belong to the run in `folder`. */
export async function writeRun(folder: string, pids: readonly number[]): Promise<void> {
  const started = pids.map(recordProcess).filter((process) => process !== undefined)
  const run = { owner: recordProcess(process.pid), started }
  await fs.writeFile(path.join(folder, RECORD), JSON.stringify(run))
}

/** Ends and removes what runs without a living owner left in `base`; returns the folders removed. */
export async function sweepAbandonedRuns(base = os.tmpdir()): Promise<string[]> {
  const swept: string[] = []
  for (const name of await fs.readdir(base)) {
    if (!name.startsWith(PREFIX)) continue
    const folder = path.join(base, name)
    const run = await readRun(folder)
    if (!run || isStillRunning(run.owner)) continue
    for (const started of run.started) await endRecorded(started)
    await removePostgresHome(path.join(folder, 'postgres'))
    await fs.rm(folder, { recursive: true, force: true })
    swept.push(folder)
  }
  return swept
}

async function readRun(folder: string): Promise<z.infer<typeof runSchema> | undefined> {
  const text = await fs.readFile(path.join(folder, RECORD), 'utf8').catch(() => undefined)
  return text === undefined ? undefined : runSchema.parse(JSON.parse(text))
}
