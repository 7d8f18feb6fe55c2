/** The desk's actions on orders at one moment of a test. */
import { AppError } from '#workflows/contracts/errors.ts'
import type { WireOrder } from '../../../orders/schema.ts'
import { type Action, applyAction } from '../actions.ts'

export function actingAt(now: Date) {
  const act = (order: WireOrder, action: Action, input: unknown = {}): WireOrder =>
    applyAction(order, action, { input, now })
  /** Why it is refused, or `accepted`. */
  const refusal = (order: WireOrder, action: Action, input: unknown = {}): string => {
    try {
      act(order, action, input)
    } catch (error) {
      if (error instanceof AppError && error.code === 'conflict') return error.message
      throw error
    }
    return 'accepted'
  }
  return { act, refusal }
}
