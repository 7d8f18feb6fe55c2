/** What staff say before they look through a member's eyes, and what is missing of it. */
import { isUuid } from '#workflows/contracts/ids.ts'

export interface ViewForm {
  /** Id of a person; empty: nobody is chosen. */
  member: string
  reason: string
}

export type ViewProblem = 'member' | 'reason' | 'refused'

const MIN_REASON = 10
export const MAX_REASON = 500

function textOf(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value.trim() : ''
}

export const readForm = (form: FormData): ViewForm => ({
  member: textOf(form, 'member'),
  reason: textOf(form, 'reason').slice(0, MAX_REASON),
})

export const findProblems = ({ member, reason }: ViewForm): ViewProblem[] => [
  ...(isUuid(member) ? [] : ['member' as const]),
  ...(reason.length >= MIN_REASON ? [] : ['reason' as const]),
]
