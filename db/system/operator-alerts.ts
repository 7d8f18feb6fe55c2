/** Alerts to the operator: one row per incident, channel and recipient, with what became of it. */
import { sql, type RawBuilder } from 'kysely'
import { newId, type ConnectionId } from '#workflows/contracts/ids.ts'
import type { Source } from '#workflows/contracts/sources.ts'
import type { SystemTx } from './system.ts'

export type AlertChannel = 'email' | 'sms'

export interface AlertRecipient {
  channel: AlertChannel
  recipient: string
}

export type AlertKind = 'connection_parked' | 'webhooks_unheard'

/** Makes the alerts that are due for connections parked now; the unique key keeps every incident to one each. */
export const createParkedAlerts = (
  trx: SystemTx,
  recipients: readonly AlertRecipient[],
): Promise<void> =>
  createAlerts(trx, recipients, {
    kind: 'connection_parked',
    since: sql`c.parked_at`,
    holds: sql`c.state = 'parked'`,
    told: sql`a.incident_at = c.parked_at`,
  })

/** The same for active connections whose webhooks do not arrive; where they come and go it is told once a day. */
export const createUnheardAlerts = (
  trx: SystemTx,
  recipients: readonly AlertRecipient[],
): Promise<void> =>
  createAlerts(trx, recipients, {
    kind: 'webhooks_unheard',
    since: sql`c.unheard_since`,
    holds: sql`c.state = 'active'`,
    told: sql`a.incident_at > c.unheard_since - interval '1 day'`,
  })

/** Of a connection `c`; `told`: an earlier alert `a` of this kind has told of it. */
interface Incident {
  kind: AlertKind
  since: RawBuilder<unknown>
  holds: RawBuilder<unknown>
  told: RawBuilder<unknown>
}

async function createAlerts(
  trx: SystemTx,
  recipients: readonly AlertRecipient[],
  { kind, since, holds, told }: Incident,
): Promise<void> {
  for (const { channel, recipient } of recipients) {
    await sql`
      insert into operator_alerts (id, connection_id, kind, incident_at, channel, recipient)
      select ${newId<string>()}::uuid, c.id, ${kind}, ${since}, ${channel}, ${recipient}
      from connections c
      where ${holds} and ${since} is not null and not exists (
        select 1 from operator_alerts a
        where a.connection_id = c.id and a.kind = ${kind} and ${told} and a.channel = ${channel} and a.recipient = ${recipient})
      order by c.id limit 1
      on conflict do nothing`.execute(trx)
  }
}

/** Those that are not finished: each needs its workflow. */
export async function listOpenAlerts(trx: SystemTx, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from operator_alerts where state in ('pending', 'sending')
    order by created_at limit ${limit}`.execute(trx)
  return rows.map((row) => row.id)
}

export interface ClaimedAlert extends AlertRecipient {
  id: string
  kind: AlertKind
  connectionId: ConnectionId
  connection: string
  source: Source
  reason: string
  incidentAt: Date
  /** This one included. */
  attempts: number
  /** An earlier attempt never said how it ended. */
  wasInterrupted: boolean
}

/** Counts the attempt and commits before anything is sent; undefined when it is finished already. */
export async function claimAlert(trx: SystemTx, id: string): Promise<ClaimedAlert | undefined> {
  const { rows } = await sql<ClaimedAlert>`
    with held as (select id, state from operator_alerts where id = ${id} for update)
    update operator_alerts a set state = 'sending', attempts = a.attempts + 1
    from held, connections c
    where a.id = held.id and held.state in ('pending', 'sending') and c.id = a.connection_id
    returning a.id, a.kind, a.channel, a.recipient, a.connection_id as "connectionId", c.name as connection,
      c.source, coalesce(c.state_reason, c.last_error, 'it was refused') as reason,
      a.incident_at as "incidentAt", a.attempts, held.state = 'sending' as "wasInterrupted"`.execute(
    trx,
  )
  return rows[0]
}

export type AlertEnd =
  | { state: 'sent'; providerId: string | null }
  | { state: 'failed' | 'ambiguous' | 'pending'; reason: string }

/** Says nothing when another attempt has taken over. */
export async function finishAlert(
  trx: SystemTx,
  { id, attempts }: Pick<ClaimedAlert, 'id' | 'attempts'>,
  end: AlertEnd,
): Promise<void> {
  await sql`
    update operator_alerts set state = ${end.state},
      reason = ${end.state === 'sent' ? null : end.reason},
      provider_id = ${end.state === 'sent' ? end.providerId : null},
      finished_at = ${end.state === 'pending' ? null : sql`now()`}
    where id = ${id} and attempts = ${attempts} and state = 'sending'`.execute(trx)
}
