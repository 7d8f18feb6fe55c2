/** An object that does not have the agreed shape, as it is kept. */
import type { InvalidItem } from '../../kit/connector.ts'

export function invalidItem(item: unknown, reason: string): InvalidItem {
  return { externalId: idOf(item), reason, body: JSON.stringify(item) }
}

export function idOf(item: unknown): string | null {
  const has = typeof item === 'object' && item !== null && 'id' in item
  return has && typeof item.id === 'string' ? item.id : null
}
