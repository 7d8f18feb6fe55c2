/** The operator's alert that a connection was parked. */
import type { Source } from '#workflows/contracts/sources.ts'
import { minuteOf, SOURCE_NAMES } from './source-names.ts'
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
  return template({ ...facts, source: SOURCE_NAMES[source], parkedAt: minuteOf(parkedAt) })
}
