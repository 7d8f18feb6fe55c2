/** What became of the last press: a quiet word when it worked, the reason with the focus on it when it did not. */
import { CircleCheck } from 'lucide-react'
import { ProblemSummary } from '../../ui/form/problem-summary.tsx'
import { Note } from '../../ui/show/note.tsx'
import { useText } from '../../ui/text/use-text.tsx'
import type { Problem } from '../act-portal.ts'

export const Done = ({ children }: { children: string }) => (
  <Note icon={CircleCheck} tone="ok">
    {children}
  </Note>
)

interface FailedProps {
  attempt: number
  /** The words, or the general reason. */
  words?: string
  why?: Problem
}

export function Failed({ attempt, words, why = 'invalid' }: FailedProps) {
  const text = useText()
  const message = words ?? text(`account.problem.${why}`)
  return (
    <ProblemSummary
      attempt={attempt}
      title={text('account.problem.title')}
      problems={[{ field: null, message }]}
    />
  )
}
