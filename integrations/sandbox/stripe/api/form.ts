/** Form bodies and queries as Stripe reads them: `a[b][0]=c` becomes `{ a: { b: ['c'] } }`. Never throws. */

export type FormValue = string | FormValue[] | { [name: string]: FormValue }
export type Form = { [name: string]: FormValue }

const KEY = /^([^[\]]+)((?:\[[^[\]]*\])*)$/
const MAX_DEPTH = 6

interface Branch {
  entries: Map<string, Branch | string>
}

export function readForm(text: string): Form {
  const root: Branch = { entries: new Map() }
  for (const [key, value] of new URLSearchParams(text)) plant(root, pathOf(key), value)
  return Object.fromEntries(grown(root))
}

/** A key that is no path is a name of its own; nobody will know it. */
function pathOf(key: string): string[] {
  const parts = KEY.exec(key)
  const [, name, brackets = ''] = parts ?? []
  if (name === undefined) return [key]
  const path = [name, ...[...brackets.matchAll(/\[([^[\]]*)\]/g)].map((match) => match[1] ?? '')]
  return path.length > MAX_DEPTH ? [key] : path
}

function plant(root: Branch, path: readonly string[], value: string): void {
  let at = root
  for (const [index, step] of path.entries()) {
    // `a[]=x` appends.
    const name = step === '' && index > 0 ? String(at.entries.size) : step
    if (index === path.length - 1) {
      at.entries.set(name, value)
      return
    }
    const next = at.entries.get(name)
    const branch: Branch = typeof next === 'object' ? next : { entries: new Map() }
    at.entries.set(name, branch)
    at = branch
  }
}

/** Own properties only: `__proto__` becomes an entry like any other. */
function* grown({ entries }: Branch): Generator<[string, FormValue]> {
  for (const [name, value] of entries) {
    yield [name, typeof value === 'string' ? value : shapeOf(value)]
  }
}

function shapeOf(branch: Branch): FormValue {
  const names = [...branch.entries.keys()]
  if (!names.every((name, index) => name === String(index)))
    return Object.fromEntries(grown(branch))
  return [...grown(branch)].map(([, value]) => value)
}
