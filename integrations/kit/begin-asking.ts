/**
 * When a source was asked, by its own clock: the stamp of what carries none, and where the next window begins. It is
 * never after the moment the source looked, or it would hide the next change.
 */

export interface Asking {
  /** The time an answer bears, in Unix milliseconds. */
  onDate: (at: number) => void
  /** Unix milliseconds. */
  asOf: () => number
}

/**
 * Our clock is finer than the whole seconds of an answer's `Date`, and it may be off. One that is ahead is cut at what
 * the source says. One that is behind would make stamps older than what is held, and what is read look stale: nothing
 * was asked longer before its answer than we waited for it.
 */
export function beginAsking(): Asking {
  const ours = Date.now()
  const begun = performance.now()
  let earliest = Infinity
  let latestStart = -Infinity
  return {
    onDate(at) {
      earliest = Math.min(earliest, at)
      latestStart = Math.max(latestStart, at - (performance.now() - begun))
    },
    asOf: () => Math.floor(Math.min(Math.max(ours, latestStart), earliest)),
  }
}
