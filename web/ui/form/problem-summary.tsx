/** What is wrong with a form, in one place that takes the focus; each entry leads to its field. */
import { useEffect, useRef, type MouseEvent } from 'react'
import { CircleAlert } from 'lucide-react'
import { Icon } from '../icon.tsx'

export interface Problem {
  /** Id of the field; null when the form as a whole is refused. */
  field: string | null
  message: string
}

interface ProblemSummaryProps {
  title: string
  problems: Problem[]
  /** Changes with every try, so that a second failure takes the focus again. */
  attempt: number
}

/** A fragment link moves the page but leaves the focus behind. */
function leadTo(event: MouseEvent, field: string | null) {
  const control = field === null ? null : document.getElementById(field)
  if (control === null) return
  event.preventDefault()
  control.focus()
}

export function ProblemSummary({ title, problems, attempt }: ProblemSummaryProps) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.focus(), [attempt])
  return (
    <div
      ref={box}
      tabIndex={-1}
      role="group"
      aria-label={title}
      className="flex gap-3 rounded-2 bg-bad-tint px-4 py-3 text-dense"
    >
      <Icon of={CircleAlert} className="mt-px text-bad" />
      <div>
        <p className="font-semibold">{title}</p>
        <ul>
          {problems.map((problem) => (
            <li key={problem.message}>
              {problem.field === null ? (
                problem.message
              ) : (
                <a
                  href={`#${problem.field}`}
                  onClick={(event) => leadTo(event, problem.field)}
                  className="underline underline-offset-3"
                >
                  {problem.message}
                </a>
              )}
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}
