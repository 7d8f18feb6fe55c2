/**
 * Facts of records as flat text, so that two independent readers of the same truth can be compared: one reads the
 * sandbox's raw state, the other our tables by SQL. Neither uses a connector's mapping.
 */
import { z } from 'zod'

/** `kind id` → field → value as text; null stands for "none". */
export type Facts = Map<string, Record<string, string | null>>

/** What upstreams call things varies in type; as text they can be compared. */
export const textOf = (value: unknown): string | null => {
  if (value === null || value === undefined || value === '') return null
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** To the millisecond, in UTC; from ISO text, Unix seconds or a Date. */
export const instantOf = (value: string | number | Date | null | undefined): string | null => {
  if (value === null || value === undefined) return null
  return new Date(typeof value === 'number' ? value * 1000 : value).toISOString()
}

export const anyObject = z.record(z.string(), z.unknown())
export type AnyObject = z.infer<typeof anyObject>

const list = z.array(anyObject)

export const nestedIn = (object: AnyObject, name: string): AnyObject =>
  anyObject.safeParse(object[name]).data ?? {}
export const itemsIn = (object: AnyObject, name: string): AnyObject[] =>
  list.safeParse(object[name]).data ?? []
export const textIn = (object: AnyObject, name: string): string => String(object[name])
export const momentIn = (object: AnyObject, name: string): string | null => {
  const value = object[name]
  return typeof value === 'number' || typeof value === 'string' ? instantOf(value) : null
}

/** Up to `most` lines, each one difference; empty when both are the same. */
export function differences(expected: Facts, actual: Facts, most = 20): string[] {
  const found: string[] = []
  for (const key of new Set([...expected.keys(), ...actual.keys()])) {
    const [wanted, held] = [expected.get(key), actual.get(key)]
    if (!wanted) found.push(`extra: ${key}`)
    else if (!held) found.push(`missing: ${key}`)
    else {
      for (const field of new Set([...Object.keys(wanted), ...Object.keys(held)])) {
        // Nothing is nothing, whether a side says so with an empty text or not at all.
        if ((wanted[field] || null) === (held[field] || null)) continue
        found.push(
          `${key} ${field}: ${String(wanted[field])} upstream, ${String(held[field])} here`,
        )
      }
    }
  }
  return found.slice(0, most)
}
