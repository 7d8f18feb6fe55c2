/** The one place where our errors become Temporal's: the type is the code, and the code says whether to try again. */
import { CancelledFailure } from '@temporalio/activity'
import { ApplicationFailure } from '@temporalio/common'
import { AppError, asAppError } from '#workflows/contracts/errors.ts'
import { faultOf } from './sync/faults.ts'

/** Messages only: what lies in `detail` or in a cause may hold a customer's data and stays out of histories. */
export function toFailure(error: unknown): Error {
  if (error instanceof CancelledFailure) return error
  const isDatabaseAway = !(error instanceof AppError) && faultOf(error) === 'ours'
  const { code, message, retryable } = isDatabaseAway
    ? new AppError('unavailable', 'The database cannot be reached.')
    : asAppError(error)
  return ApplicationFailure.create({ message, type: code, nonRetryable: !retryable })
}

/** An activity whose errors are failures Temporal can decide by. */
export function withFailures<A extends unknown[], R>(
  activity: (...args: A) => Promise<R>,
): (...args: A) => Promise<R> {
  return async (...args) => {
    try {
      return await activity(...args)
    } catch (error) {
      throw toFailure(error)
    }
  }
}
