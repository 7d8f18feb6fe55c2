/** An answer in time or none: whoever waits for something that may hang says how long. */
import { AppError } from '#workflows/contracts/errors.ts'

/**
 * @param ms milliseconds
 * @throws AppError `unavailable` when the work takes longer; it goes on unheard
 */
export async function withDeadline<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(
        new AppError('unavailable', 'This is not available at the moment. Please try again.', {
          detail: { lateAfterMs: ms },
        }),
      )
    }, ms)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
