/** Waiting for something that another process does, with a deadline and an early way out. */
import { setTimeout as sleep } from 'node:timers/promises'

export interface UntilOptions {
  timeoutMs: number
  everyMs?: number
  /** Ends the waiting with the error it returns, e.g. because the process died. */
  failed?: () => Error | undefined
}

/**
 * Calls `attempt` until it resolves; what it throws is kept as the cause of the timeout.
 *
 * @throws Error after `timeoutMs`, or what `failed` returns
 */
export async function until<T>(attempt: () => Promise<T>, options: UntilOptions): Promise<T> {
  const deadline = Date.now() + options.timeoutMs
  for (;;) {
    const failure = options.failed?.()
    if (failure) throw failure
    try {
      return await attempt()
    } catch (cause) {
      if (Date.now() >= deadline) {
        throw new Error(`no answer within ${options.timeoutMs / 1_000} s`, { cause })
      }
    }
    await sleep(options.everyMs ?? 50)
  }
}
