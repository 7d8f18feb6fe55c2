/** Why a command changed nothing, from either side: the console's own refusal, or the hub's. */
import type { StaffCommandResult } from '#workflows/contracts/console.ts'
import type { ActionOutcome } from '../read-console.ts'
import type { Why } from './problem-note.tsx'

export function whyNot(outcome: ActionOutcome<StaffCommandResult> | undefined): Why | null {
  if (outcome === undefined) return null
  if (outcome.type === 'failed') return outcome.why
  return outcome.result.type === 'refused' ? outcome.result.reason : null
}
