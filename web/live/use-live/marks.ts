/** Which records have just changed: each stays marked for as long as the animation runs. */

/** The animation (`--mark` in tokens.css) and a little more, in ms. */
export const MARK_MS = 1600

interface Marks {
  has: (id: string) => boolean
  add: (ids: readonly string[]) => void
  clear: () => void
}

export function createMarks(onChange: () => void): Marks {
  let marked: ReadonlySet<string> = new Set()
  return {
    has: (id) => marked.has(id),
    add: (ids) => {
      if (ids.length === 0) return
      const own = new Set(ids)
      marked = new Set([...marked, ...own])
      onChange()
      setTimeout(() => {
        marked = new Set([...marked].filter((id) => !own.has(id)))
        onChange()
      }, MARK_MS)
    },
    clear: () => {
      marked = new Set()
    },
  }
}
