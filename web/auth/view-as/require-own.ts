/** What is a member's own to do: whoever of staff looks through their eyes is refused, whatever the member's rights. */
import { AppError } from '#workflows/contracts/errors.ts'
import type { Authenticated } from '../session-store.ts'

export const READ_ONLY = 'You are looking through a member’s eyes: nothing can be changed or taken.'

/** @throws AppError `forbidden` in a view by staff */
export function requireOwn({ viewAs }: Pick<Authenticated, 'viewAs'>): void {
  if (viewAs !== null) throw new AppError('forbidden', READ_ONLY)
}
