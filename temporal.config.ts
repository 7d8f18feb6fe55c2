/**
 * Names and limits of Portside on Temporal, shared by whoever starts workflows and whoever runs them.
 * Pure data without imports, so that the workflow bundle, the web process and tools can all read it.
 */
export const temporalConfig = {
  namespace: 'default',
  taskQueues: {
    /** Drains: short local activities behind webhooks. Nothing slow may ever queue here. */
    live: 'portside-live',
    /** Backfills and polls: long pages against upstream APIs. */
    backfill: 'portside-backfill',
    /** What people wait for: commands of staff, alerts, mails. Short, and never behind a backfill. */
    people: 'portside-people',
  },
  /** Inbox rows of one claim, and of one transaction. */
  drainBatchRows: 200,
  /** A drain step begins no further claim after this many rows, so that other lanes get their turn … */
  drainStepRows: 2_000,
  /** … or after this long (ms), well under the workflow task timeout of 10 s. */
  drainStepMs: 2_000,
  /** Pokes for one lane within this window (ms) fold into one. */
  pokeWindowMs: 250,
  /** The sweeper pokes lanes whose oldest due row is older than this (ms). */
  sweepAfterMs: 5_000,
  /** How often every connection is polled for changes its webhooks may have missed (s). */
  pollEverySeconds: 60,
  /** How often each kind is read in full, since what is gone shows in no poll (h). */
  rebuildEveryHours: 24,
} as const
