/** What the worker counts while it works. One function per thing that happens, so that nobody else knows of Prometheus. */
import { Counter, Histogram, type Registry } from 'prom-client'
import { SECONDS } from '#integrations/kit/watch/registry.ts'
import type { RecordKind } from '#workflows/contracts/records.ts'
import type { Source } from '#workflows/contracts/sources.ts'

export interface WorkerMetrics {
  /** A drain step ended. */
  drainStepped(step: { claimed: number; applied: number; broke: boolean; ms: number }): void
  /** Events of one claim were settled, by what their inbox rows say. */
  eventsSettled(source: Source, outcomes: readonly string[]): void
  /** Records were asked for because of events: how many events, and how many distinct records. */
  recordsFetched(fetch: { source: Source; events: number; records: number; ms: number }): void
  /** A page of a source was stored. */
  pageStored(page: {
    source: Source
    kind: RecordKind
    lane: 'backfill' | 'poll'
    objects: number
  }): void
  /** A request to a source was held back for its rate, for so long. */
  budgetWaited(source: Source, ms: number): void
  /** A source asked for quiet by Retry-After. */
  retryAfterHonoured(source: Source, ms: number): void
  /** An attempt to tell somebody something ended. */
  messageTried(queue: 'account_mail' | 'operator_alert', outcome: string): void
  sweepEnded(outcome: 'swept' | 'not_mine' | 'failed'): void
}

export function createWorkerMetrics(registry: Registry): WorkerMetrics {
  return {
    ...createDrainMetrics(registry),
    ...createSourceMetrics(registry),
    ...createMessageMetrics(registry),
  }
}

function createDrainMetrics(registry: Registry) {
  const registers = [registry]
  const steps = new Histogram({
    name: 'portside_drain_step_duration_seconds',
    help: 'Duration of drain steps, by whether they ended early',
    labelNames: ['outcome'],
    buckets: SECONDS,
    registers,
  })
  const rows = new Histogram({
    name: 'portside_drain_step_rows',
    help: 'Inbox rows claimed by one drain step',
    buckets: [0, 1, 2, 5, 10, 20, 50, 100, 200],
    registers,
  })
  const applied = new Counter({
    name: 'portside_drain_changes_applied_total',
    help: 'Changes that drains wrote into the read model',
    registers,
  })
  const settled = new Counter({
    name: 'portside_drain_events_total',
    help: 'Inbox rows settled by drains, by source and outcome',
    labelNames: ['source', 'outcome'],
    registers,
  })
  return {
    drainStepped: (step) => {
      steps.observe({ outcome: step.broke ? 'broke' : 'done' }, step.ms / 1_000)
      rows.observe(step.claimed)
      applied.inc(step.applied)
    },
    eventsSettled: (source, outcomes) => {
      for (const outcome of outcomes) settled.inc({ source, outcome })
    },
  } satisfies Partial<WorkerMetrics>
}

function createSourceMetrics(registry: Registry) {
  const fetches = createFetchMetrics(registry)
  const registers = [registry]
  const pages = new Counter({
    name: 'portside_source_pages_total',
    help: 'Pages read from sources and stored, by lane',
    labelNames: ['source', 'kind', 'lane'],
    registers,
  })
  const objects = new Counter({
    name: 'portside_source_objects_total',
    help: 'Objects in the pages read from sources, by lane',
    labelNames: ['source', 'kind', 'lane'],
    registers,
  })
  const waits = new Histogram({
    name: 'portside_rate_budget_wait_seconds',
    help: 'Time requests to a source were held back to stay within its rate',
    labelNames: ['source'],
    buckets: [0.005, 0.025, 0.1, 0.5, 1, 5, 30, 120],
    registers,
  })
  const retryAfter = new Counter({
    name: 'portside_retry_after_honoured_total',
    help: 'Answers of sources that asked for quiet and got it',
    labelNames: ['source'],
    registers,
  })
  return {
    ...fetches,
    pageStored: ({ objects: count, ...labels }) => {
      pages.inc(labels)
      objects.inc(labels, count)
    },
    budgetWaited: (source, ms) => waits.observe({ source }, ms / 1_000),
    retryAfterHonoured: (source) => retryAfter.inc({ source }),
  } satisfies Partial<WorkerMetrics>
}

function createFetchMetrics(registry: Registry) {
  const labelled = { labelNames: ['source' as const], registers: [registry] }
  const asking = new Counter({
    name: 'portside_refetch_events_total',
    help: 'Events whose record had to be read from the source',
    ...labelled,
  })
  const records = new Counter({
    name: 'portside_refetch_records_total',
    help: 'Records read from the source because of events; beside the events, what coalescing saves',
    ...labelled,
  })
  const durations = new Histogram({
    name: 'portside_refetch_duration_seconds',
    help: 'Time one drain step spent on reading records from the source',
    buckets: SECONDS,
    ...labelled,
  })
  return {
    recordsFetched: ({ source, ...fetch }) => {
      asking.inc({ source }, fetch.events)
      records.inc({ source }, fetch.records)
      durations.observe({ source }, fetch.ms / 1_000)
    },
  } satisfies Partial<WorkerMetrics>
}

function createMessageMetrics(registry: Registry) {
  const tries = new Counter({
    name: 'portside_messages_total',
    help: 'Attempts to send mails about accounts and alerts to the operator, by outcome',
    labelNames: ['queue', 'outcome'],
    registers: [registry],
  })
  const sweeps = new Counter({
    name: 'portside_sweeps_total',
    help: 'Sweeps by this process; exactly one worker of an instance has the turn',
    labelNames: ['outcome'],
    registers: [registry],
  })
  return {
    messageTried: (queue, outcome) => tries.inc({ queue, outcome }),
    sweepEnded: (outcome) => sweeps.inc({ outcome }),
  } satisfies Partial<WorkerMetrics>
}
