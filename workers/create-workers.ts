/**
 * The Temporal workers of a process, one per queue: nothing slow can stand before a webhook, and no backfill before
 * what a person waits for.
 */
import { NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker'
import { temporalConfig } from '#temporal.config'
import { createBackfillActivities, createDrainActivities } from './activities/sync/index.ts'
import type { StaffDeps } from './activities/staff/deps.ts'
import { createNotifyActivities } from './activities/notify/index.ts'
import type { AccountMailDeps } from './activities/notify/send-account-mail.ts'
import { createStaffActivities } from './activities/staff/index.ts'
import type { SyncDeps } from './activities/sync/deps.ts'
import { NO_TRACING, type Tracing } from '#integrations/kit/watch/tracing.ts'
import type { WorkflowBundle } from './bundle.ts'
import { activitySpans, createTraceSinks } from './watch/temporal-spans.ts'

export interface CreateWorkers {
  connection: NativeConnection
  namespace: string
  bundle: WorkflowBundle
  deps: SyncDeps & StaffDeps & AccountMailDeps
  /** Set before task queues, so that tests share a server. */
  prefix?: string
  /** Default: nothing is traced. */
  tracing?: Tracing
}

export interface Workers {
  /** Resolves when all have stopped. */
  run(): Promise<void>
  /** Stops taking work; what runs gets a few seconds to end. */
  shutdown(): void
}

/** Steps at a time; each holds one to three database connections of the pool. */
const DRAINS = 8
const PAGES = 4
const COMMANDS = 4
/** Cached workflows cost memory; a drain is done within a second and rarely needs its cache again. */
const CACHED_DRAINS = 200
const CACHED_BACKFILLS = 50
const CACHED_COMMANDS = 20

export async function createWorkers(options: CreateWorkers): Promise<Workers> {
  const { connection, namespace, bundle, deps, prefix = '' } = options
  const base = {
    connection,
    namespace,
    workflowBundle: bundle,
    shutdownGraceTime: '5 seconds',
    // How long a task waits for the worker that has the workflow cached; that one may be dead.
    stickyQueueScheduleToStartTimeout: '3 seconds',
    interceptors: { activity: [activitySpans] },
    sinks: createTraceSinks(options.tracing ?? NO_TRACING),
  } satisfies Partial<WorkerOptions>
  const live = await Worker.create({
    ...base,
    taskQueue: prefix + temporalConfig.taskQueues.live,
    activities: { ...createDrainActivities(deps) },
    maxConcurrentLocalActivityExecutions: DRAINS,
    maxCachedWorkflows: CACHED_DRAINS,
  })
  const backfill = await Worker.create({
    ...base,
    taskQueue: prefix + temporalConfig.taskQueues.backfill,
    activities: { ...createBackfillActivities(deps) },
    maxConcurrentActivityTaskExecutions: PAGES,
    maxCachedWorkflows: CACHED_BACKFILLS,
  })
  const people = await Worker.create({
    ...base,
    taskQueue: prefix + temporalConfig.taskQueues.people,
    activities: { ...createStaffActivities(deps), ...createNotifyActivities(deps) },
    maxConcurrentActivityTaskExecutions: COMMANDS,
    maxCachedWorkflows: CACHED_COMMANDS,
  })
  const all = [live, backfill, people]
  return {
    async run() {
      await Promise.all(all.map((worker) => worker.run()))
    },
    shutdown() {
      for (const worker of all) {
        if (worker.getState() === 'RUNNING') worker.shutdown()
      }
    },
  }
}
