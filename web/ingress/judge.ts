/**
 * Decides what a webhook is worth before anything is stored. Every request costs one look-up and one
 * verification, whether its connection exists or not, and the signature is judged before the connection's state:
 * only who holds the secret learns that a connection is disabled. How old a webhook is, PostgreSQL's clock says: all
 * processes judge alike, and a machine whose own clock is off neither refuses everything nor takes what is stale.
 */
import { randomBytes } from 'node:crypto'
import type { IntakeConnection } from '#db/system/connections.ts'
import type { Connector, Verdict, WebhookRequest } from '#integrations/kit/connector.ts'
import { isUuid, type ConnectionId } from '#workflows/contracts/ids.ts'
import { SOURCES, type Source } from '#workflows/contracts/sources.ts'
import type { ConnectionCache } from './connection-cache.ts'

export type Judgement =
  | { type: 'accepted'; connection: IntakeConnection; connector: Connector }
  | { type: 'refused'; status: 401 | 404 | 410; reason: string; connectionId: ConnectionId | null }

export interface JudgeOptions {
  connections: ConnectionCache
  connectorFor: (source: Source) => Connector
}

export interface Addressed {
  source: string
  connectionId: string
  request: WebhookRequest
}

/** Verified against when there is no connection, so that the work is the same. */
const DUMMY_SECRETS = [`whsec_${randomBytes(32).toString('base64')}`]

export function createJudge({ connections, connectorFor }: JudgeOptions) {
  const verify = (connection: IntakeConnection, request: WebhookRequest): Verdict =>
    connectorFor(connection.source).verify(
      { ...request, receivedAt: connection.clock() },
      connection.secrets,
    )

  const verifyFresh = async (
    known: IntakeConnection,
    request: WebhookRequest,
  ): Promise<{ connection: IntakeConnection; verdict: Verdict }> => {
    const verdict = verify(known, request)
    if (verdict.ok || verdict.reason !== 'bad_signature') return { connection: known, verdict }
    const latest = await connections.refresh(known.id)
    if (!latest || latest === known) return { connection: known, verdict }
    return { connection: latest, verdict: verify(latest, request) }
  }

  /** @throws AppError `unavailable` or the database's error when the connection cannot be looked up */
  return async ({ source, connectionId, request }: Addressed): Promise<Judgement> => {
    const id = isUuid(connectionId) ? (connectionId as ConnectionId) : null
    const known = id === null ? null : await connections.find(id)
    if (known === null) {
      connectorFor(SOURCES[0]).verify(request, DUMMY_SECRETS)
      return { type: 'refused', status: 404, reason: 'unknown_connection', connectionId: null }
    }
    const { connection, verdict } = await verifyFresh(known, request)
    const refuse = (status: 401 | 410, reason: string): Judgement => ({
      type: 'refused',
      status,
      reason,
      connectionId: connection.id,
    })
    if (connection.source !== source) return refuse(401, 'wrong_source')
    if (!verdict.ok) return refuse(401, verdict.reason)
    if (connection.state === 'disabled') return refuse(410, 'disabled')
    return { type: 'accepted', connection, connector: connectorFor(connection.source) }
  }
}
