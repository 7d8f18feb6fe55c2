/** Says above the form that nothing was changed, and why; takes the focus, so that nobody misses it. */
import { useText } from '../../ui/text/use-text.tsx'
import { ProblemSummary } from '../../ui/form/problem-summary.tsx'
import type { Problem } from '../act-portal.ts'

type FormProblemProps = { attempt: number } & ({ why: Problem } | { words: string })

export function FormProblem({ attempt, ...problem }: FormProblemProps) {
  const text = useText()
  const message = 'words' in problem ? problem.words : text(`settings.problem.${problem.why}`)
  return (
    <ProblemSummary
      attempt={attempt}
      title={text('settings.problem.title')}
      problems={[{ field: null, message }]}
    />
  )
}
