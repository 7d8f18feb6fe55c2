/**
 * The only door to Temporal for everybody else. Temporal may be down at any moment, also at the start: pokes are
 * hints that may be lost, since the inbox keeps the events and the sweeper pokes again.
 */
import {
  Client,
  ScheduleAlreadyRunning,
  ScheduleOverlapPolicy,
  type ScheduleClient,
  type TLSConfig,
} from '@temporalio/client'
import { temporalConfig } from '#temporal.config'
import { AppError } from './contracts/errors.ts'
import type { AccountMailArgs } from './contracts/account-mail.ts'
import type { ConnectionId } from './contracts/ids.ts'
import type {
  OperatorAlertArgs,
  StaffCommandArgs,
  StaffCommandResult,
} from './contracts/console.ts'
import type { BackfillArgs, DrainLane } from './contracts/sync.ts'
import { connectionResumed, eventsArrived } from './messages.ts'
import { openChannel, type Channel } from './gateway-channel.ts'
import { traceCalls } from './gateway-trace.ts'
import { createPokes, type GatewayLogger } from './pokes.ts'
import type { accountMail } from './notify/account-mail.ts'
import type { backfill } from './sync/backfill.ts'
import type { drain } from './sync/drain.ts'
import type { operatorAlert } from './staff/operator-alert.ts'
import type { staffCommand } from './staff/staff-command.ts'
import type { poll } from './sync/poll.ts'

export type { GatewayLogger } from './pokes.ts'

export interface Gateway {
  /** Coalesced by lane; never throws and never waits. */
  pokeDrain(lane: DrainLane): void
  /** Does nothing when this run's workflow is there already. @throws AppError `unavailable` */
  startBackfill(args: BackfillArgs): Promise<void>
  /** Wakes a parked backfill. @throws AppError `unavailable` */
  resumeBackfill(args: BackfillArgs): Promise<void>
  /** Creates or updates the schedule that polls this connection. @throws AppError `unavailable` */
  ensurePoll(connectionId: ConnectionId): Promise<void>
  /** Polls this connection at once; one that is polled at the moment is not polled twice. @throws AppError `unavailable` */
  pollNow(connectionId: ConnectionId): Promise<void>
  /**
   * Does what staff asked for, once per command id.
   *
   * @throws AppError `unavailable` when no answer came in time; the command may still be done
   */
  runStaffCommand(args: StaffCommandArgs): Promise<StaffCommandResult>
  /** Does nothing when this alert's workflow is there already. @throws AppError `unavailable` */
  startOperatorAlert(args: OperatorAlertArgs): Promise<void>
  /** Does nothing when this mail's workflow is there already. @throws AppError `unavailable` */
  startAccountMail(args: AccountMailArgs): Promise<void>
  /** Whether Temporal answers within two seconds. */
  isUp(): Promise<boolean>
  close(): Promise<void>
}

export interface GatewayOptions {
  /** host:port */
  address: string
  namespace: string
  apiKey?: string
  tls?: TLSConfig | boolean
  /** Set before task queues and workflow ids, so that tests share a server. */
  prefix?: string
  logger: GatewayLogger
}

/** How soon another worker takes over a step whose worker was killed; a step renews it while it works. */
const DRAIN_TASK_TIMEOUT = '5 seconds'

/**
 * Drains and polls hold nothing, and a poke or the schedule starts the next one: a run that no code can replay, since
 * it was begun by a version that was rolled back, must not stand in their way for ever.
 */
const RUN_TIMEOUT = '30 minutes' as const

/** Milliseconds a call may take before Temporal counts as down. */
const DEADLINE_MS = 5_000

/**
 * Connects on the first call and again after every loss.
 *
 * @example
 * const gateway = createGateway({ address: env.TEMPORAL_ADDRESS, namespace: 'default', logger })
 * gateway.pokeDrain({ connectionId, tenantId })
 */
export function createGateway(options: GatewayOptions): Gateway {
  const { logger, prefix = '', namespace } = options
  const channel = openChannel(
    {
      address: options.address,
      ...(options.apiKey === undefined ? {} : { apiKey: options.apiKey }),
      ...(options.tls === undefined ? {} : { tls: options.tls }),
    },
    DEADLINE_MS,
  )
  const { signalDrain, ...asked } = createCalls({ channel, namespace, prefix })
  const pokes = createPokes({
    logger,
    windowMs: temporalConfig.pokeWindowMs,
    send: signalDrain,
  })
  return {
    ...asked,
    pokeDrain: (lane) => pokes.poke(lane),
    async isUp() {
      const ask = (): Promise<unknown> =>
        channel.connection.workflowService.describeNamespace({ namespace })
      return channel.call(ask, 2_000).then(
        () => true,
        () => false,
      )
    },
    async close() {
      pokes.close()
      await channel.close()
    },
  }
}

interface CallOptions {
  channel: Channel
  namespace: string
  prefix: string
}

/** What is asked of Temporal, by workflow id: a second request for the same thing finds the first one. */
function createCalls({ channel, namespace, prefix }: CallOptions) {
  const interceptors = { workflow: [traceCalls] }
  const client = new Client({ connection: channel.connection, namespace, interceptors })
  const call = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await channel.call(work)
    } catch (cause) {
      throw new AppError('unavailable', `Temporal did not take the ${what}.`, { cause })
    }
  }
  const by = { client, call, prefix }
  return { ...createSyncCalls(by), ...createPeopleCalls(by) }
}

interface Caller {
  client: Client
  call: <T>(what: string, work: () => Promise<T>) => Promise<T>
  prefix: string
}

function createSyncCalls({ client, call, prefix }: Caller) {
  const taskQueue = prefix + temporalConfig.taskQueues.backfill
  const pollOf = (connectionId: ConnectionId): string => `${prefix}poll:${connectionId}`
  const backfillOf = (args: BackfillArgs) => ({
    workflowId: `${prefix}backfill:${args.connectionId}:${args.runId}`,
    taskQueue,
    args: [args] satisfies Parameters<typeof backfill>,
  })
  return {
    signalDrain: async (lane: DrainLane) => {
      await call('poke', () =>
        client.workflow.signalWithStart<typeof drain>('drain', {
          workflowId: `${prefix}sync:${lane.connectionId}:${lane.tenantId ?? 'unresolved'}`,
          taskQueue: prefix + temporalConfig.taskQueues.live,
          args: [{ connectionId: lane.connectionId, tenantId: lane.tenantId }],
          signal: eventsArrived,
          workflowTaskTimeout: DRAIN_TASK_TIMEOUT,
          workflowRunTimeout: RUN_TIMEOUT,
        }),
      )
    },
    startBackfill: async (args: BackfillArgs) => {
      await call('backfill', () =>
        client.workflow.start<typeof backfill>('backfill', {
          ...backfillOf(args),
          workflowIdConflictPolicy: 'USE_EXISTING',
        }),
      )
    },
    resumeBackfill: async (args: BackfillArgs) => {
      await call('signal', () =>
        client.workflow.signalWithStart<typeof backfill>('backfill', {
          ...backfillOf(args),
          signal: connectionResumed,
        }),
      )
    },
    pollNow: (connectionId: ConnectionId) =>
      call('poll', () => client.schedule.getHandle(pollOf(connectionId)).trigger()),
    ensurePoll: (connectionId: ConnectionId) =>
      call('schedule', () =>
        ensurePollSchedule(client.schedule, {
          scheduleId: pollOf(connectionId),
          taskQueue,
          args: [{ connectionId }],
        }),
      ),
  }
}

function createPeopleCalls({ client, call, prefix }: Caller) {
  const taskQueue = prefix + temporalConfig.taskQueues.people
  return {
    runStaffCommand: (args: StaffCommandArgs) =>
      call('command', () =>
        client.workflow.execute<typeof staffCommand>('staffCommand', {
          workflowId: `${prefix}command:${args.commandId}`,
          taskQueue,
          args: [args],
          workflowIdConflictPolicy: 'USE_EXISTING',
        }),
      ),
    startAccountMail: async (args: AccountMailArgs) => {
      await call('mail', () =>
        client.workflow.start<typeof accountMail>('accountMail', {
          workflowId: `${prefix}mail:${args.mailId}`,
          taskQueue,
          args: [args],
          workflowIdConflictPolicy: 'USE_EXISTING',
        }),
      )
    },
    startOperatorAlert: async (args: OperatorAlertArgs) => {
      await call('alert', () =>
        client.workflow.start<typeof operatorAlert>('operatorAlert', {
          workflowId: `${prefix}alert:${args.alertId}`,
          taskQueue,
          args: [args],
          workflowIdConflictPolicy: 'USE_EXISTING',
        }),
      )
    },
  }
}

interface PollSchedule {
  scheduleId: string
  taskQueue: string
  args: Parameters<typeof poll>
}

async function ensurePollSchedule(
  schedules: ScheduleClient,
  { scheduleId, ...action }: PollSchedule,
): Promise<void> {
  const wanted = {
    // Connections made in the same second must not ask their sources in the same second for ever.
    spec: {
      intervals: [{ every: `${temporalConfig.pollEverySeconds}s` as const }],
      jitter: '10s' as const,
    },
    action: {
      type: 'startWorkflow' as const,
      workflowType: 'poll',
      workflowId: scheduleId,
      workflowRunTimeout: RUN_TIMEOUT,
      ...action,
    },
    // The default catch-up window is a year: after an outage that would be thousands of polls for one answer.
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 minute' as const },
  }
  try {
    await schedules.create({ scheduleId, ...wanted })
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error
    await schedules.getHandle(scheduleId).update((current) => ({ ...wanted, state: current.state }))
  }
}
