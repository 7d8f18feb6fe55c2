/**
 * What staff do with the flow of a connection: read it again, stop it, let it go on. The rows are what counts; the
 * workflows they need are started after the commit, and what Temporal does not take then the sweeper starts.
 */
import { approveDeletions } from '#db/system/enumerated-records.ts'
import { pauseConnection, resumeConnection } from '#db/system/flow/pausing.ts'
import { replayQuarantined } from '#db/system/inbox/replay.ts'
import { cancelRun, startRun } from '#db/system/runs.ts'
import { findSyncConnection } from '#db/system/sync-connection.ts'
import { withSystem, type SystemTx } from '#db/system/system.ts'
import type {
  StaffCommand,
  StaffCommandArgs,
  StaffCommandResult,
} from '#workflows/contracts/console.ts'
import type { RunId } from '#workflows/contracts/ids.ts'
import type { StaffDeps } from './deps.ts'
import { kindsToRead } from './kinds-to-read.ts'
import { once, refuse, type Done } from './once.ts'
import { dryRun, reconcile, repair } from './reconcile.ts'

const TYPES = [
  'backfill',
  'resync',
  'rebuild',
  'reconcile',
  'repair',
  'approve_deletions',
  'cancel_run',
  'pause',
  'resume',
  'poll',
  'replay',
  'dry_run',
] as const
export type ConnectionCommand = Extract<StaffCommand, { type: (typeof TYPES)[number] }>
type Command<T extends ConnectionCommand['type']> = Extract<ConnectionCommand, { type: T }>
type Staff = StaffCommandArgs['staff']

export const isConnectionCommand = (command: StaffCommand): command is ConnectionCommand =>
  TYPES.some((type) => type === command.type)

export async function performConnectionCommand(
  deps: StaffDeps,
  args: StaffCommandArgs,
  command: ConnectionCommand,
): Promise<StaffCommandResult> {
  let done: Done | undefined
  const result = await withSystem(deps.db, (trx) =>
    once(trx, args, async () => {
      done = await act(trx, args.staff, command)
      return done.result
    }),
  )
  await follow(deps, done)
  return result
}

/** Nothing to do where the command was done before: then `done` is missing. */
async function follow(
  deps: StaffDeps,
  { runs = [], polls = [], lanes = [] }: Partial<Done> = {},
): Promise<void> {
  for (const run of runs) {
    await deps.gateway.resumeBackfill(run).catch((error: unknown) => {
      deps.logger.warn({ err: error, runId: run.runId }, 'a backfill waits for the sweeper')
    })
  }
  for (const connectionId of polls) {
    await deps.gateway.pollNow(connectionId).catch((error: unknown) => {
      deps.logger.warn({ err: error, connectionId }, 'a poll waits for its schedule')
    })
  }
  for (const lane of lanes) deps.poke(lane)
}

function act(trx: SystemTx, staff: Staff, command: ConnectionCommand): Promise<Done> {
  switch (command.type) {
    case 'backfill':
    case 'resync':
    case 'rebuild':
      return readAgain(trx, staff, command)
    case 'reconcile':
      return reconcile(trx, staff, command)
    case 'repair':
      return repair(trx, staff, command.runId)
    case 'approve_deletions':
      return approve(trx, staff, command.runId)
    case 'cancel_run':
      return cancel(trx, staff, command)
    case 'pause':
      return pause(trx, staff, command)
    case 'resume':
      return resume(trx, command)
    case 'poll':
      return poll(trx, command)
    case 'replay':
      return replay(trx, command)
    case 'dry_run':
      return dryRun(trx, staff, command)
  }
}

async function readAgain(
  trx: SystemTx,
  staff: Staff,
  command: Command<'backfill' | 'resync' | 'rebuild'>,
): Promise<Done> {
  const { connectionId, type } = command
  const only = command.type === 'backfill' ? null : (command.kind ?? null)
  const kinds = await kindsToRead(trx, connectionId, only)
  if (typeof kinds === 'string') return { result: refuse(kinds) }
  const runs = []
  for (const kind of kinds) {
    const runId = await startRun(trx, {
      ...{ connectionId, kind, lane: 'backfill', startedBy: staff.name },
      because: command.type === 'backfill' ? null : (command.reason ?? null),
      findsDeletions: type === 'rebuild',
      anew: type !== 'backfill',
    })
    runs.push({ kind, runId })
  }
  return {
    result: { type: 'backfill_started', runs },
    runs: runs.map(({ runId }) => ({ connectionId, runId })),
  }
}

/** The run goes on where it waits: with looking for what is gone. */
async function approve(trx: SystemTx, staff: Staff, runId: RunId): Promise<Done> {
  const outcome = await approveDeletions(trx, runId, staff.name)
  if (typeof outcome === 'string') return { result: refuse(outcome) }
  return {
    result: { type: 'deletions_approved' },
    runs: [{ connectionId: outcome.connectionId, runId }],
  }
}

async function cancel(
  trx: SystemTx,
  staff: Staff,
  { runId, reason }: Command<'cancel_run'>,
): Promise<Done> {
  const why = reason === undefined ? '' : `: ${reason}`
  const outcome = await cancelRun(trx, runId, `Cancelled by ${staff.name}${why}`)
  return { result: outcome === 'cancelled' ? { type: 'run_cancelled' } : refuse(outcome) }
}

async function pause(
  trx: SystemTx,
  staff: Staff,
  { connectionId, reason }: Command<'pause'>,
): Promise<Done> {
  const asked = { connectionId, by: staff.name, reason: reason ?? null }
  const outcome = await pauseConnection(trx, asked)
  if (typeof outcome === 'string') return { result: refuse(outcome) }
  return { result: { type: 'connection_paused', ...outcome } }
}

async function resume(trx: SystemTx, { connectionId }: Command<'resume'>): Promise<Done> {
  const outcome = await resumeConnection(trx, connectionId)
  if (typeof outcome === 'string') return { result: refuse(outcome) }
  return {
    result: { type: 'connection_resumed', ...outcome },
    runs: outcome.runs.map(({ runId }) => ({ connectionId, runId })),
  }
}

/** One that is parked has a better way: to be tried again. */
async function poll(trx: SystemTx, { connectionId }: Command<'poll'>): Promise<Done> {
  const connection = await findSyncConnection(trx, connectionId)
  if (!connection) return { result: refuse('unknown_connection') }
  if (connection.state !== 'active') return { result: refuse('connection_not_active') }
  return { result: { type: 'poll_asked' }, polls: [connectionId] }
}

async function replay(trx: SystemTx, command: Command<'replay'>): Promise<Done> {
  const { events, lanes } = await replayQuarantined(trx, command)
  if (events === 0) return { result: refuse('nothing_quarantined') }
  return { result: { type: 'replayed', events }, lanes }
}
