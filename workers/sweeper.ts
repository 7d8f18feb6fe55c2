/**
 * The safety net under every hint: pokes lanes nobody was told about, starts what was never started, and clears what
 * is old. One replica at a time sweeps; a sweep that fails is simply the next one's work.
 */
import { sql } from 'kysely'
import {
  createParkedAlerts,
  createUnheardAlerts,
  listOpenAlerts,
  type AlertRecipient,
} from '#db/system/operator-alerts.ts'
import { listOpenMails } from '#db/system/account-mails.ts'
import { forgetUnheard } from '#db/system/flow/unheard.ts'
import { findOverdueLanes, findUnresolvedLanes, releaseUnmapped } from '#db/system/inbox/lanes.ts'
import { findRebuildsDue, findWaitingBackfills, startRun } from '#db/system/runs.ts'
import { endView, listViewsRunOut } from '#db/system/staff/views.ts'
import { listSyncedConnections } from '#db/system/sync-connection.ts'
import { withSystem, type SystemTx } from '#db/system/system.ts'
import { temporalConfig } from '#temporal.config'
import type { ConnectionId, TenantId } from '#workflows/contracts/ids.ts'
import { KINDS_OF_SOURCE } from '#workflows/contracts/records.ts'
import type { BackfillArgs, DrainLane } from '#workflows/contracts/sync.ts'
import type { Gateway } from '#workflows/gateway.ts'
import { createCertificateNotices } from './certificate-notices.ts'
import type { WorkerDeps } from './deps.ts'
import { createHousekeeping } from './housekeeping.ts'

export interface Sweeper {
  /** One sweep now; tells whether this replica had the turn. Throws when PostgreSQL or Temporal is away. */
  sweep(): Promise<boolean>
  /** Sweeps every few seconds until closed. */
  start(): void
  close(): Promise<void>
}

const EVERY_MS = 2_500
const MAX_LANES = 1_000
const MAX_ALERTS = 20
const MAX_MAILS = 100
const MAX_VIEWS = 100
/** A running backfill without progress for this long (ms) gets its workflow again, if it has none. */
const STALLED_MS = 60_000
/** Links made within this time (ms) are looked at in each sweep: an event may have come in beside the link. */
const NEW_LINK_MS = 10 * 60_000
/** Temporal may have been set up anew beside a worker that runs: its schedules are seen to this often (ms). */
const POLL_CHECK_MS = 10 * 60_000

interface Findings {
  lanes: DrainLane[]
  connections: ConnectionId[]
  toStart: BackfillArgs[]
  toResume: BackfillArgs[]
  alerts: string[]
  mails: string[]
  /** Of staff, over and not yet told to the customer as ended. */
  views: { idHash: Buffer; tenantId: TenantId }[]
}

export type SweeperDeps = Pick<
  WorkerDeps,
  'db' | 'gateway' | 'keyring' | 'logger' | 'alerts' | 'metrics'
>

export function createSweeper(deps: SweeperDeps): Sweeper {
  const { db, gateway, logger } = deps
  const scheduled = new Map<ConnectionId, number>()
  const chores = [createHousekeeping(db), createCertificateNotices(deps)]
  const closing = new AbortController()

  const sweep = async (): Promise<boolean> => {
    const found = await withSystem(db, (trx) => look(trx, recipientsOf(deps.alerts)))
    if (!found) return false
    for (const lane of found.lanes) gateway.pokeDrain(lane)
    for (const args of found.toStart) await gateway.startBackfill(args)
    for (const args of found.toResume) await gateway.resumeBackfill(args)
    await startMessages(gateway, found)
    for (const view of found.views) await endView(db, { ...view, requestId: null })
    await schedulePolls(gateway, found, scheduled)
    for (const chore of chores) await chore.run(closing.signal)
    return true
  }

  let timer: NodeJS.Timeout | undefined
  let sweeping: Promise<void> = Promise.resolve()
  let wasFailing = false
  const sweepAndLog = async (): Promise<void> => {
    try {
      const isMine = await sweep()
      deps.metrics?.sweepEnded(isMine ? 'swept' : 'not_mine')
      if (wasFailing) logger.info('the sweeper works again')
      wasFailing = false
    } catch (error) {
      deps.metrics?.sweepEnded('failed')
      // Said once per outage.
      if (!wasFailing) logger.warn({ err: error }, 'the sweeper cannot work; it keeps trying')
      wasFailing = true
    }
  }
  return {
    sweep,
    start() {
      const again = (): void => {
        sweeping = sweepAndLog().then(() => {
          if (timer) timer = setTimeout(again, EVERY_MS)
        })
      }
      timer = setTimeout(again, 0)
    },
    async close() {
      closing.abort()
      clearTimeout(timer)
      timer = undefined
      await sweeping
    },
  }
}

async function schedulePolls(
  gateway: Gateway,
  { connections }: Findings,
  scheduled: Map<ConnectionId, number>,
): Promise<void> {
  for (const id of connections) {
    if (performance.now() < (scheduled.get(id) ?? -Infinity) + POLL_CHECK_MS) continue
    await gateway.ensurePoll(id)
    scheduled.set(id, performance.now())
  }
}

async function startMessages(gateway: Gateway, { mails, alerts }: Findings): Promise<void> {
  for (const mailId of mails) await gateway.startAccountMail({ mailId })
  for (const alertId of alerts) await gateway.startOperatorAlert({ alertId })
}

async function look(
  trx: SystemTx,
  recipients: readonly AlertRecipient[],
): Promise<Findings | undefined> {
  const { rows } = await sql<{ mine: boolean }>`
    select pg_try_advisory_xact_lock(hashtext('portside.sweeper')) as mine`.execute(trx)
  if (!rows[0]?.mine) return undefined
  const lanes = [
    ...(await releaseUnmapped(trx, NEW_LINK_MS)),
    ...(await findUnresolvedLanes(trx, { olderThanMs: temporalConfig.sweepAfterMs })),
    ...(await findOverdueLanes(trx, {
      olderThanMs: temporalConfig.sweepAfterMs,
      limit: MAX_LANES,
    })),
  ]
  await forgetUnheard(trx)
  await createParkedAlerts(trx, recipients)
  await createUnheardAlerts(trx, recipients)
  const connections = await listSyncedConnections(trx)
  const waiting = await findWaitingBackfills(trx, { stalledMs: STALLED_MS })
  const toStart = waiting.filter((run) => !run.isParked)
  for (const { id, source, importedKinds } of connections) {
    for (const kind of KINDS_OF_SOURCE[source]) {
      if (importedKinds.includes(kind)) continue
      const run = { connectionId: id, kind, lane: 'backfill', startedBy: 'sweeper' } as const
      toStart.push({ connectionId: id, runId: await startRun(trx, run), isParked: false })
    }
  }
  for (const due of await findRebuildsDue(trx, {
    olderThanHours: temporalConfig.rebuildEveryHours,
  })) {
    const run = { ...due, lane: 'backfill', startedBy: 'sweeper', findsDeletions: true } as const
    const runId = await startRun(trx, run)
    toStart.push({ connectionId: due.connectionId, runId, isParked: false })
  }
  const argsOf = ({ connectionId, runId }: BackfillArgs): BackfillArgs => ({ connectionId, runId })
  return {
    lanes,
    connections: connections.map(({ id }) => id),
    toStart: toStart.map(argsOf),
    toResume: waiting.filter((run) => run.isParked).map(argsOf),
    alerts: await listOpenAlerts(trx, MAX_ALERTS),
    mails: await listOpenMails(trx, MAX_MAILS),
    views: await listViewsRunOut(trx, MAX_VIEWS),
  }
}

function recipientsOf({ email, sms }: SweeperDeps['alerts']): AlertRecipient[] {
  return [
    ...(email ? [{ channel: 'email' as const, recipient: email.to }] : []),
    ...(sms ? [{ channel: 'sms' as const, recipient: sms.to }] : []),
  ]
}
