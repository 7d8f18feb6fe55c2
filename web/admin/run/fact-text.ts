/** A fact of a record in words of a person: amounts with their currency, nothing as nothing. */
import { consoleText } from '../../languages/console-text.ts'
import type { Format } from '../../ui/text/format.ts'

export function factText(value: unknown, format: Format): string {
  if (value === null || value === undefined || value === '') return consoleText('run.nothing')
  if (typeof value === 'string') return value
  if (typeof value === 'object' && 'minor' in value && 'currency' in value) {
    const { minor, currency } = value
    return typeof minor === 'number' && typeof currency === 'string'
      ? format.money({ minor, currency })
      : consoleText('run.nothing')
  }
  return JSON.stringify(value)
}
