/**
 * The steps of a start and what each waits for; whatever does not wait for another runs beside it.
 * Resolves when a page can be served and, the first time, the demo's orders have arrived.
 */
import { buildWeb } from '../web-build.ts'
import { pingTemporal } from '../services/temporal.ts'
import { prepareDatabase } from './database.ts'
import { joinSandbox, seedDemo, type Demo } from './demo.ts'
import { isBackfillOutstanding, waitForFirstBackfill } from './first-backfill.ts'
import { factsOf, type Instance } from './instance.ts'
import type { UpOptions } from './options.ts'
import type { Progress } from './progress.ts'
import { pingHttp, type ServiceName } from './services.ts'

export interface StartContext {
  instance: Instance
  options: UpOptions
  progress: Progress
  /** Starts a service and keeps it running. */
  keep: (name: ServiceName) => Promise<void>
}

/** @throws the first step's error; the other steps may still be under way */
export async function runStartSteps(context: StartContext): Promise<Demo | undefined> {
  const { instance, options, progress, keep } = context
  const database = progress.step('PostgreSQL', async (note) => {
    await keep('postgres')
    const { postgres } = instance.runtime.read()
    if (!postgres) return
    const applied = await prepareDatabase(postgres.dsn, instance.secrets)
    note(`port ${postgres.port}${applied.length > 0 ? `, ${applied.length} migrations` : ''}`)
  })
  const flows = progress.step('Temporal', (note) => startFlows(context, note))
  const sandbox = progress.step('Sandbox', () => keep('sandbox'))
  const pages = options.dev
    ? Promise.resolve()
    : progress.step('Pages', async (note) => {
        note((await buildWeb({ log: () => undefined })) ? 'built' : 'unchanged')
      })
  const seeded = Promise.all([database, sandbox]).then(() =>
    options.demo ? progress.step('Demo data', () => seedAndJoin(instance)) : undefined,
  )
  const worker = Promise.all([flows, seeded]).then(() =>
    progress.step('Worker', () => keep('worker')),
  )
  const web = Promise.all([database, flows, pages]).then(() =>
    progress.step('Web', async () => {
      await keep('web')
      await pingHttp(`${instance.web.url}/`)
    }),
  )
  const backfill = worker.then(() => fill(context))
  await Promise.all([database, flows, sandbox, pages, seeded, worker, web, backfill])
  return seeded
}

async function seedAndJoin(instance: Instance): Promise<Demo> {
  const demo = await seedDemo(instance)
  await joinSandbox(instance, demo)
  return demo
}

async function startFlows({ instance, keep }: StartContext, note: (text: string) => void) {
  if (!instance.externalTemporal) {
    await keep('temporal')
    note(instance.runtime.read().temporal?.address ?? '')
    return
  }
  const { address, namespace } = instance.externalTemporal
  await pingTemporal(address, namespace).catch((cause: unknown) => {
    throw new Error(`TEMPORAL_ADDRESS is ${address}, but no Temporal server answers there`, {
      cause,
    })
  })
  instance.runtime.set('temporal', { address, namespace, url: '' })
  note(`${address} (TEMPORAL_ADDRESS)`)
}

async function fill({ instance, progress }: StartContext): Promise<void> {
  const { dsn } = factsOf(instance)
  if (!dsn || !(await isBackfillOutstanding(dsn.worker))) return
  const problems = await progress.step('First backfill', (note) =>
    waitForFirstBackfill(dsn.worker, note),
  )
  for (const problem of problems) progress.line(problem)
}
