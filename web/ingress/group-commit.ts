/**
 * Natural group commit: what arrives while a commit is under way shares the next one. Nobody waits on purpose, a
 * lone request is written at once, and a promise resolves only after its rows are committed.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { AppError } from '#workflows/contracts/errors.ts'

export interface GroupCommitOptions<Item> {
  /** Writes the items in one statement and commits. */
  commit(items: Item[]): Promise<void>
  /** True when one bad item made the whole statement fail, so that each request is tried by itself. */
  isItemFault(error: unknown): boolean
  /** Items of one commit at most; a single larger request still goes whole. */
  maxItems: number
  /** Requests that may wait; more than this and the database is not keeping up. */
  maxWaiting: number
  /** Milliseconds from arrival to the answer, commit included. */
  deadlineMs: number
}

interface Waiting<Item> {
  items: Item[]
  /** False once it was answered, be it by the deadline. */
  open: boolean
  /** Runs something as part of the request that waits, so that a trace tells of the right one. */
  within: <T>(work: () => T) => T
  settle: (error?: Error) => void
}

export class GroupCommit<Item> {
  readonly #options: GroupCommitOptions<Item>
  #queue: Waiting<Item>[] = []
  #running = false

  constructor(options: GroupCommitOptions<Item>) {
    this.#options = options
  }

  /** @throws AppError `unavailable` when the rows cannot be stored in time; they may still be stored later */
  add(items: Item[]): Promise<void> {
    if (items.length === 0) return Promise.resolve()
    if (this.#queue.length >= this.#options.maxWaiting) {
      return Promise.reject(tooSlow('the queue is full'))
    }
    return new Promise((resolve, reject) => {
      const entry: Waiting<Item> = {
        items,
        open: true,
        within: AsyncLocalStorage.snapshot(),
        settle(error) {
          if (!entry.open) return
          entry.open = false
          clearTimeout(timer)
          if (error) reject(error)
          else resolve()
        },
      }
      const timer = setTimeout(() => {
        entry.settle(tooSlow('no commit in time'))
      }, this.#options.deadlineMs)
      this.#queue.push(entry)
      if (!this.#running) void this.#run()
    })
  }

  async #run(): Promise<void> {
    this.#running = true
    while (this.#queue.length > 0) {
      // Whoever was told to try again must not be written behind their back if it can be helped.
      const batch = this.#take().filter((entry) => entry.open)
      if (batch.length > 0) await this.#write(batch)
    }
    this.#running = false
  }

  #take(): Waiting<Item>[] {
    let items = 0
    let count = 0
    for (const entry of this.#queue) {
      items += entry.items.length
      if (count > 0 && items > this.#options.maxItems) break
      count++
    }
    return this.#queue.splice(0, count)
  }

  async #write(entries: Waiting<Item>[]): Promise<void> {
    try {
      const items = entries.flatMap((entry) => entry.items)
      const commit = (): Promise<void> => this.#options.commit(items)
      await (entries[0] ? entries[0].within(commit) : commit())
      for (const entry of entries) entry.settle()
    } catch (error) {
      if (entries.length > 1 && this.#options.isItemFault(error)) {
        for (const entry of entries) await this.#write([entry])
        return
      }
      const known = error instanceof Error ? error : tooSlow('the commit failed')
      for (const entry of entries) entry.settle(known)
    }
  }
}

const tooSlow = (why: string): AppError =>
  new AppError('unavailable', 'This cannot be stored at the moment.', { detail: { why } })
