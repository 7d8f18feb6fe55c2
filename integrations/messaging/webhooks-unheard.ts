/** The operator's alert that webhooks of a connection do not arrive, though its source goes on changing. */
import type { Source } from '#workflows/contracts/sources.ts'
import { minuteOf, SOURCE_NAMES } from './source-names.ts'
import { loadTemplate, type RenderedMessage } from './template.ts'

export interface UnheardConnection {
  /** As staff call it. */
  connection: string
  source: Source
  /** When there was no doubt any more. */
  since: Date
  /** Absolute, from configuration. */
  consoleUrl: string
}

const template = loadTemplate('webhooks-unheard.txt', [
  'connection',
  'source',
  'since',
  'consoleUrl',
])

/**
 * @example
 * const { subject, text } = webhooksUnheard({ connection: 'Halden billing', source: 'stripe', … })
 */
export const webhooksUnheard = ({ since, source, ...facts }: UnheardConnection): RenderedMessage =>
  template({ ...facts, source: SOURCE_NAMES[source], since: minuteOf(since) })
