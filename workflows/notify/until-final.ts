/** Tries to tell somebody something until it is done or nothing more can be done; the activity decides which. */
import { isCancellation, log, sleep } from '@temporalio/workflow'

type Attempt = { status: 'final' } | { status: 'retry'; afterMs: number }

const AFTER_A_BREAK_MS = 60_000

export async function untilFinal(attempt: () => Promise<Attempt>): Promise<void> {
  for (;;) {
    const result = await unbroken(attempt)
    if (result.status === 'final') return
    await sleep(result.afterMs)
  }
}

async function unbroken(attempt: () => Promise<Attempt>): Promise<Attempt> {
  try {
    return await attempt()
  } catch (error) {
    if (isCancellation(error)) throw error
    log.warn('an attempt broke', { error: String(error) })
    return { status: 'retry', afterMs: AFTER_A_BREAK_MS }
  }
}
