/**
 * Counts refused webhooks beside the answer, never before it: a bounded queue and one writer, so that a flood of
 * forged requests costs neither time nor connections. What does not fit is counted in the log.
 */
import type { IntakeRefusal } from '#db/system/inbox/intake.ts'
import type { Logger } from '#integrations/kit/logger.ts'

export interface RefusalCounter {
  count(refusal: IntakeRefusal): void
  /** Resolves when everything counted so far is written or given up. */
  idle(): Promise<void>
}

export interface RefusalCounterOptions {
  write: (refusal: IntakeRefusal) => Promise<void>
  log: Logger
  maxWaiting?: number
}

export function createRefusalCounter(options: RefusalCounterOptions): RefusalCounter {
  const { write, log, maxWaiting = 2_000 } = options
  const queue: IntakeRefusal[] = []
  let dropped = 0
  let running: Promise<void> | null = null

  const run = async (): Promise<void> => {
    for (let refusal = queue.shift(); refusal; refusal = queue.shift()) {
      await write(refusal).catch((error: unknown) => {
        dropped++
        log.debug({ err: error }, 'refusal not counted')
      })
    }
    if (dropped > 0) log.warn({ dropped }, 'refused webhooks were not counted')
    dropped = 0
    running = null
  }

  return {
    count(refusal) {
      if (queue.length >= maxWaiting) {
        dropped++
        return
      }
      queue.push(refusal)
      running ??= run()
    },
    idle: async () => {
      while (running) await running
    },
  }
}
