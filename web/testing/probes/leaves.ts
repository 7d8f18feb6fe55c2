/** The single values inside an input, and the same input with one of them replaced. */

export interface Leaf {
  /** Names of properties and places in lists. */
  path: readonly (string | number)[]
  value: unknown
}

/** Everything in it that has no parts. */
export function leavesOf(value: unknown, path: Leaf['path'] = []): Leaf[] {
  if (Array.isArray(value)) {
    return value.flatMap((inner: unknown, index) => leavesOf(inner, [...path, index]))
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, [...path, name]))
  }
  return [{ path, value }]
}

export function withLeaf(input: unknown, path: Leaf['path'], value: unknown): unknown {
  const [first, ...rest] = path
  if (first === undefined) return value
  if (Array.isArray(input)) {
    return input.map((inner: unknown, index) =>
      index === first ? withLeaf(inner, rest, value) : inner,
    )
  }
  const fields = Object.entries(input as object) as [string, unknown][]
  return Object.fromEntries(
    fields.map(([name, inner]) => [name, name === first ? withLeaf(inner, rest, value) : inner]),
  )
}
