/** One run on a stack that is there: storm, calm, verdict. */
import type { StandaloneStack } from '../stack/standalone-stack.ts'
import { createHistories, type Tally } from './history.ts'
import { fallenOf, type Blow } from './nemesis.ts'
import type { SuiteOptions } from './options.ts'
import { reconcile, settleDeliveries, settlePolls, type Settling } from './settle.ts'
import { createStage, type Stage } from './stage.ts'
import { clearFaults, setFaults, storm } from './storm.ts'
import { mirroredTables } from './tables.ts'
import { compareRecords, inspect } from './verdict.ts'
import { startWatcher } from './watcher.ts'

export interface SuiteRun {
  stack: StandaloneStack
  options: Omit<SuiteOptions, 'logDir'> & {
    /** Without them reconciliation has to find everything. Default true. */
    waitsForPolls?: boolean
  }
  log: (line: string) => void
}

export interface SuiteResult {
  /** What was done and how long it took. */
  lines: string[]
  /** Empty: everything is as it should be. */
  faults: string[]
}

export async function runSuite({ stack, options, log }: SuiteRun): Promise<SuiteResult> {
  const { seed, objects, histories: chapters, kills, minutes, waitsForPolls = true } = options
  const tables = await mirroredTables(stack.readModel)
  const stage = createStage(stack)
  const histories = createHistories(stage, { seed, objects, histories: chapters })
  const watcher = startWatcher(stack.readModel, tables)
  const startedAt = Date.now()
  await setFaults(stage.control, seed)
  const total = chapters * histories.lives
  const blows = await storm({ stack, histories, chapters: total, seed, kills, log })
  await stage.settled()
  await clearFaults(stage.control)
  const calmAt = Date.now()
  log(`${histories.told()} chapters and ${blows.length} blows in ${secondsSince(startedAt)} s`)

  const deadline = calmAt + minutes * 60_000
  const faults: string[] = []
  const settling = { stack, control: stage.control, deadline }
  await calmDown(settling, { stage, log, waitsForPolls }).catch((error: unknown) => {
    faults.push(error instanceof Error ? error.message : String(error))
  })
  const { records, found } = await compareRecords(stack, stage)
  const lines = [
    ...tallyLines(histories.tally),
    blowLine(blows),
    `${records} records compared ${secondsSince(calmAt)} s after the storm, ${watcher.looks()} looks of the watcher`,
    answerLine(stack),
  ]
  faults.push(
    ...found,
    ...(await watcher.stop()),
    ...(await inspect(stack, tables)),
    ...fallenOf(stack),
  )
  return { lines, faults }
}

/** Tells after each step how much is still different: what webhooks alone, polls and reconciliation bring. */
async function calmDown(
  settling: Settling,
  { stage, log, waitsForPolls }: { stage: Stage; waitsForPolls: boolean } & Pick<SuiteRun, 'log'>,
): Promise<void> {
  const begun = Date.now()
  const steps = {
    'the sources had sent everything': settleDeliveries,
    ...(waitsForPolls ? { 'every connection was polled': settlePolls } : {}),
    'everything was read again': reconcile,
  }
  for (const [name, step] of Object.entries(steps)) {
    await step(settling)
    const { found } = await compareRecords(settling.stack, stage)
    log(`after ${secondsSince(begun)} s ${name}: ${found.length} differences`)
  }
}

const secondsSince = (at: number): number => Math.round((Date.now() - at) / 1000)

function tallyLines(tally: Tally): string[] {
  return [...tally].map(([name, counts]) => {
    const told = Object.entries(counts).map(([what, count]) => `${count} ${what}`)
    return `${name}: ${told.join(', ')}`
  })
}

function blowLine(blows: readonly Blow[]): string {
  const counts = Map.groupBy(blows, ({ how, target }) => `${how} ${target.replace(/-\d$/, '')}`)
  return `blows: ${[...counts].map(([name, own]) => `${name} ${own.length}`).join(', ')}`
}

function answerLine({ webhookAnswers, webhookTimes }: StandaloneStack): string {
  const sorted = webhookTimes.toSorted((a, b) => a - b)
  const at = (share: number): number => Math.round(sorted[Math.floor(sorted.length * share)] ?? 0)
  const answers = [...webhookAnswers].map(([status, count]) => `${count} × ${status}`)
  return `webhooks: ${answers.join(', ')}; p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`
}
