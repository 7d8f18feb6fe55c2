/** Keeps a queue moving: a bounded number of items side by side, woken by work or by the clock. */

/** How many go out at once. */
const PARALLEL = 16
/** Least pause between looks at the clock, in milliseconds. */
const TICK_MS = 20

export interface PumpSource<Item extends { seq: number }> {
  /** Items that may start now, without those being handled. */
  take(options: { limit: number; except: number[] }): Item[]
  /** Milliseconds until something may be due; null when nothing waits. */
  nextDueIn(except: number[]): number | null
  /** Must not throw. */
  handle(item: Item): Promise<void>
}

export interface Pump {
  wake: () => void
  /** Starts nothing more and waits for what is going on. */
  close: () => Promise<void>
}

export function createPump<Item extends { seq: number }>(source: PumpSource<Item>): Pump {
  const active = new Map<number, Promise<void>>()
  let timer: NodeJS.Timeout | undefined
  let closed = false

  const run = (): void => {
    clearTimeout(timer)
    if (closed) return
    const free = PARALLEL - active.size
    for (const item of source.take({ limit: free, except: [...active.keys()] })) start(item)
    if (active.size >= PARALLEL) return
    const wait = source.nextDueIn([...active.keys()])
    if (wait !== null) timer = setTimeout(run, Math.max(wait, TICK_MS))
  }
  const start = (item: Item): void => {
    const work = source.handle(item).finally(() => {
      active.delete(item.seq)
      wake()
    })
    active.set(item.seq, work)
  }
  const wake = (): void => {
    if (!closed) setImmediate(run)
  }
  return {
    wake,
    async close() {
      closed = true
      clearTimeout(timer)
      await Promise.allSettled(active.values())
    },
  }
}
