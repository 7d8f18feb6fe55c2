/** The operator's alert that a connection was parked: the one message of ours that is not to a customer. */
import type { Source } from '#workflows/contracts/sources.ts'
import { loadTemplate, type RenderedMessage } from './template.ts'

export interface ParkedConnection {
  /** As staff call it. */
  connection: string
  source: Source
  /** For a person; never a secret or an answer of the source. */
  reason: string
  parkedAt: Date
  /** Absolute, from configuration. */
  consoleUrl: string
}

const template = loadTemplate('connection-parked.txt', [
  'connection',
  'source',
  'reason',
  'parkedAt',
  'consoleUrl',
])

const SOURCE_NAMES: Readonly<Record<Source, string>> = {
  orders: 'orders',
  hubspot: 'HubSpot',
  stripe: 'Stripe',
}

/**
 * @example
 * const { subject, text } = connectionParked({ connection: 'Halden CRM', source: 'hubspot', … })
 * await email.send({ messageId: `<parked.${incidentId}@${host}>`, to, subject, text })
 */
export function connectionParked({
  parkedAt,
  source,
  ...facts
}: ParkedConnection): RenderedMessage {
  const minute = parkedAt.toISOString().slice(0, 16).replace('T', ' ')
  return template({ ...facts, source: SOURCE_NAMES[source], parkedAt: `${minute} UTC` })
}
