/**
 * Bounds how much costly work of one kind runs at once, per key. A few more may wait for their turn; the rest is
 * refused at once, since a queue without an end only moves the overload into memory.
 */
import { AppError } from '#workflows/contracts/errors.ts'

export interface ParallelLimitOptions {
  /** Pieces of work per key at a time. */
  parallel: number
  /** Pieces per key that may wait. */
  waiting: number
}

/** @throws AppError `rate_limited` when neither a place nor a place to wait is free; whatever the work throws */
export type ParallelLimit = <T>(key: string, work: () => Promise<T>) => Promise<T>

interface Lane {
  running: number
  queue: (() => void)[]
}

/**
 * @example const limit = createParallelLimit({ parallel: 2, waiting: 4 }); await limit(sessionId, () => exportAll())
 */
export function createParallelLimit({ parallel, waiting }: ParallelLimitOptions): ParallelLimit {
  const lanes = new Map<string, Lane>()
  return async (key, work) => {
    const lane = lanes.get(key) ?? { running: 0, queue: [] }
    if (lane.running < parallel) {
      lane.running++
      lanes.set(key, lane)
    } else if (lane.queue.length < waiting) {
      // Whoever ends hands its place over, so `running` stays as it is.
      await new Promise<void>((go) => lane.queue.push(go))
    } else {
      throw new AppError('rate_limited', 'Too much of this is under way. Please try again soon.')
    }
    try {
      return await work()
    } finally {
      const next = lane.queue.shift()
      if (next) next()
      else if (--lane.running === 0) lanes.delete(key)
    }
  }
}
