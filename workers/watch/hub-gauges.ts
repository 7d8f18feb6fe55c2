/**
 * Gauges that stand in PostgreSQL, read when somebody scrapes: one set of bounded queries per quarter of a minute,
 * however many ask. With the database away they are gone rather than old, and `portside_figures_up` says why.
 */
import { Gauge, type Registry } from 'prom-client'
import type { Database } from '#db/client.ts'
import {
  readConnectionFigures,
  readPollFigures,
  type ConnectionFigures,
  type PollFigures,
} from '#db/system/figures/connections.ts'
import {
  readBackupAge,
  readMessageFigures,
  readRunFigures,
  type MessageFigures,
  type RunCount,
} from '#db/system/figures/work.ts'
import { withSystem } from '#db/system/system.ts'
import type { Connector } from '#integrations/kit/connector.ts'
import type { Logger } from '#integrations/kit/logger.ts'
import type { Source } from '#workflows/contracts/sources.ts'

export interface HubGaugesDeps {
  db: Database
  logger: Logger
  connectorFor: (source: Source) => Connector
}

interface Figures {
  connections: ConnectionFigures[]
  polls: PollFigures[]
  runs: RunCount[]
  messages: MessageFigures[]
  /** Seconds; null: none was made. */
  backupAge: number | null
}

const KEEP_MS = 15_000

/** @param keepMs how long (ms) one reading answers every scrape */
export function registerHubGauges(
  registry: Registry,
  deps: HubGaugesDeps,
  keepMs: number = KEEP_MS,
): void {
  let readAt = -Infinity
  let reading: Promise<void> = Promise.resolve()
  // Each gauge asks when it is collected; the first one reads, the others wait for the same reading.
  const gauges = createGauges(registry, () => {
    if (performance.now() - readAt >= keepMs) {
      readAt = performance.now()
      reading = refresh()
    }
    return reading
  })
  const refresh = async (): Promise<void> => {
    try {
      const figures = await read(deps.db)
      for (const gauge of Object.values(gauges)) gauge.reset()
      showConnections(gauges, figures.connections)
      showPolls(gauges, figures.polls, deps)
      for (const { count, ...labels } of figures.runs) gauges.runs.set(labels, count)
      for (const { queue, open, oldestSeconds } of figures.messages) {
        gauges.messagesOpen.set({ queue }, open)
        gauges.messagesOldest.set({ queue }, oldestSeconds)
      }
      if (figures.backupAge !== null) gauges.backupAge.set(figures.backupAge)
      gauges.up.set(1)
    } catch (error) {
      for (const gauge of Object.values(gauges)) gauge.reset()
      deps.logger.warn({ err: error }, 'the figures of the hub could not be read')
      gauges.up.set(0)
    }
  }
}

const read = (db: Database): Promise<Figures> =>
  withSystem(db, async (trx) => ({
    connections: await readConnectionFigures(trx),
    polls: await readPollFigures(trx),
    runs: await readRunFigures(trx),
    messages: await readMessageFigures(trx),
    backupAge: await readBackupAge(trx),
  }))

type Gauges = ReturnType<typeof createGauges>

type CreateGauge = ReturnType<typeof gaugesOf>

const gaugesOf =
  (registry: Registry, collect: () => Promise<void>) =>
  <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Gauge<L>({ name: `portside_${name}`, help, labelNames, registers: [registry], collect })

function createGauges(registry: Registry, collect: () => Promise<void>) {
  const gauge = gaugesOf(registry, collect)
  return { ...createConnectionGauges(gauge), ...createWorkGauges(gauge) }
}

function createConnectionGauges(gauge: CreateGauge) {
  const connection = ['connection', 'source'] as const
  const poll = ['connection', 'source', 'kind'] as const
  return {
    up: gauge('figures_up', '1 while the figures of the hub can be read from PostgreSQL', []),
    info: gauge('connection_info', 'Names of connections, to join with the others; always 1', [
      ...connection,
      'name',
    ]),
    state: gauge('connection_state', '1 for the state a connection is in', [
      ...connection,
      'state',
    ]),
    events: gauge(
      'inbox_events',
      'Events that wait or were set aside, up to 10,000 of each state and connection',
      [...connection, 'state'],
    ),
    oldest: gauge(
      'inbox_oldest_age_seconds',
      'Seconds since the oldest event that is not handled came in',
      connection,
    ),
    lag: gauge(
      'connection_lag_seconds',
      'Seconds the oldest event that is due has waited for its turn',
      connection,
    ),
    answered: gauge(
      'connection_answered_age_seconds',
      'Seconds since the source last answered a question in full',
      connection,
    ),
    known: gauge(
      'poll_known_age_seconds',
      'Seconds since the latest change of the source that is known to be here',
      poll,
    ),
    completed: gauge(
      'poll_completed_age_seconds',
      'Seconds since a poll last came to the end of its window',
      poll,
    ),
    horizon: gauge(
      'poll_horizon_ratio',
      'How near the end of what the source remembers our knowledge is; at 1 it is read again in full',
      poll,
    ),
  }
}

function createWorkGauges(gauge: CreateGauge) {
  return {
    runs: gauge('runs', 'Runs that are open or ended within the last day, by lane and state', [
      'lane',
      'state',
    ]),
    messagesOpen: gauge('messages_open', 'Mails and alerts that are not finished', ['queue']),
    messagesOldest: gauge(
      'messages_oldest_age_seconds',
      'Seconds since the oldest mail or alert that is not finished was written',
      ['queue'],
    ),
    backupAge: gauge('backup_age_seconds', 'Seconds since the last backup that was read back', []),
  }
}

function showConnections(gauges: Gauges, connections: readonly ConnectionFigures[]): void {
  for (const { id, source, name, state, ...figures } of connections) {
    const labels = { connection: id, source }
    gauges.info.set({ ...labels, name }, 1)
    gauges.state.set({ ...labels, state }, 1)
    for (const waiting of ['pending', 'quarantined', 'unmapped'] as const) {
      gauges.events.set({ ...labels, state: waiting }, figures[waiting])
    }
    gauges.oldest.set(labels, Math.max(0, figures.oldestSeconds))
    gauges.lag.set(labels, Math.max(0, figures.lagSeconds))
    if (figures.answeredSecondsAgo !== null) gauges.answered.set(labels, figures.answeredSecondsAgo)
  }
}

function showPolls(
  gauges: Gauges,
  polls: readonly PollFigures[],
  { connectorFor }: HubGaugesDeps,
): void {
  for (const { connectionId, source, kind, ...ages } of polls) {
    const labels = { connection: connectionId, source, kind }
    gauges.known.set(labels, ages.knownSecondsAgo)
    if (ages.completedSecondsAgo !== null) gauges.completed.set(labels, ages.completedSecondsAgo)
    const { pollHorizonMs } = connectorFor(source)
    if (pollHorizonMs !== null) {
      gauges.horizon.set(labels, (ages.knownSecondsAgo * 1_000) / pollHorizonMs)
    }
  }
}
