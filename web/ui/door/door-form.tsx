/** E-mail and password. What was typed stays, errors stand at their field, and the summary takes the focus. */
import type { ReactNode } from 'react'
import { Info } from 'lucide-react'
import { Form, Link, useNavigation } from 'react-router'
import { Field } from '../form/field.tsx'
import { PasswordInput } from '../form/password-input.tsx'
import { ProblemSummary } from '../form/problem-summary.tsx'
import { Note } from '../show/note.tsx'
import { capital } from '../text/initials.ts'
import { useFormat, useText } from '../text/use-text.tsx'
import type { FormProblem } from './sign-in-form.ts'
import { EmailField } from './email-field.tsx'
import { DoorSubmit } from './door-submit.tsx'

interface DoorFormProps {
  next: string | null
  note: string | null
  email: string
  problems: FormProblem[]
  attempt: number
  /** Other ways in, below the button. */
  aside?: ReactNode
  /** Where a lost password is replaced; missing: nowhere. */
  forgot?: string
}

const TALL = 'h-(--door-control)'

function useMessage() {
  const text = useText()
  return ({ key, minutes = 1 }: FormProblem): string =>
    key === 'signIn.error.tooMany' ? text(key, { count: minutes, number: minutes }) : text(key)
}

/** Why somebody stands at the door, by the word in its address. */
const NOTES = [
  ['ended', 'signIn.ended'],
  ['out', 'signIn.signedOut'],
  ['reset', 'signIn.reset'],
  ['step', 'signIn.stepOver'],
] as const

function DoorNote({ note }: { note: string | null }) {
  const text = useText()
  const words = NOTES.find(([name]) => name === note)?.[1]
  if (words === undefined) return null
  return (
    <Note icon={Info} tone="idle">
      {text(words)}
    </Note>
  )
}

type ProblemsProps = Pick<DoorFormProps, 'problems' | 'attempt'>

function Problems({ problems, attempt }: ProblemsProps) {
  const text = useText()
  const format = useFormat()
  const message = useMessage()
  const whole = problems.find(({ field }) => field === null)
  const count = problems.length
  const title =
    whole === undefined
      ? text('signIn.problems', { count, number: capital(format.count(count)) })
      : message(whole)
  return (
    <ProblemSummary
      attempt={attempt}
      title={title}
      problems={problems
        .filter(({ field }) => field !== null)
        .map((problem) => ({ field: problem.field, message: message(problem) }))}
    />
  )
}

function Forgot({ to }: { to: string }) {
  const text = useText()
  return (
    <Link to={to} className="text-meta text-soft underline underline-offset-3 hover:text-ink">
      {text('signIn.forgot')}
    </Link>
  )
}

function Fields({ email, problems, forgot }: Pick<DoorFormProps, 'email' | 'problems' | 'forgot'>) {
  const text = useText()
  const message = useMessage()
  const errorAt = (field: FormProblem['field']) => {
    const problem = problems.find((each) => each.field === field)
    return problem === undefined ? undefined : message(problem)
  }
  return (
    <>
      <EmailField label={text('signIn.email')} error={errorAt('email')} email={email} />
      <Field
        label={text('signIn.password')}
        id="password"
        error={errorAt('password')}
        aside={forgot === undefined ? null : <Forgot to={forgot} />}
      >
        {(ids) => (
          <PasswordInput
            {...ids}
            name="password"
            autoComplete="current-password"
            className={TALL}
          />
        )}
      </Field>
    </>
  )
}

export function DoorForm({ next, note, email, problems, attempt, aside, ...rest }: DoorFormProps) {
  const text = useText()
  const pending = useNavigation().formMethod === 'POST'
  return (
    <Form method="post" noValidate className="mt-6 grid gap-4">
      {problems.length > 0 ? (
        <Problems problems={problems} attempt={attempt} />
      ) : (
        <DoorNote note={note} />
      )}
      <input type="hidden" name="next" value={next ?? ''} />
      <Fields email={email} problems={problems} {...rest} />
      <DoorSubmit pending={pending && text('signIn.pending')} className="mt-1">
        {text('signIn.submit')}
      </DoorSubmit>
      {aside}
    </Form>
  )
}
