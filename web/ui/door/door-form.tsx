/** E-mail and password. What was typed stays, errors stand at their field, and the summary takes the focus. */
import type { ReactNode } from 'react'
import { Info } from 'lucide-react'
import { Form, useNavigation } from 'react-router'
import { Button } from '../action/button.tsx'
import { Field } from '../form/field.tsx'
import { Input } from '../form/input.tsx'
import { PasswordInput } from '../form/password-input.tsx'
import { ProblemSummary } from '../form/problem-summary.tsx'
import { Note } from '../show/note.tsx'
import { capital } from '../text/initials.ts'
import { useFormat, useText } from '../text/use-text.tsx'
import type { FormProblem } from './sign-in-form.ts'

interface DoorFormProps {
  next: string | null
  note: string | null
  email: string
  problems: FormProblem[]
  attempt: number
  /** Other ways in, below the button. */
  aside?: ReactNode
}

const TALL = 'h-(--door-control)'

function useMessage() {
  const text = useText()
  return ({ key, minutes = 1 }: FormProblem): string =>
    key === 'signIn.error.tooMany' ? text(key, { count: minutes, number: minutes }) : text(key)
}

function DoorNote({ note }: { note: string | null }) {
  const text = useText()
  if (note !== 'ended' && note !== 'out') return null
  return (
    <Note icon={Info} tone="idle">
      {text(note === 'ended' ? 'signIn.ended' : 'signIn.signedOut')}
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

function Fields({ email, problems }: Pick<DoorFormProps, 'email' | 'problems'>) {
  const text = useText()
  const message = useMessage()
  const errorAt = (field: FormProblem['field']) => {
    const problem = problems.find((each) => each.field === field)
    return problem === undefined ? undefined : message(problem)
  }
  return (
    <>
      <Field label={text('signIn.email')} id="email" error={errorAt('email')}>
        {(ids) => (
          <Input
            {...ids}
            name="email"
            type="email"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            defaultValue={email}
            className={TALL}
          />
        )}
      </Field>
      <Field label={text('signIn.password')} id="password" error={errorAt('password')}>
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

export function DoorForm({ next, note, email, problems, attempt, aside }: DoorFormProps) {
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
      <Fields email={email} problems={problems} />
      <Button
        type="submit"
        look="primary"
        pending={pending && text('signIn.pending')}
        className="mt-1 h-(--door-control) w-full text-field"
      >
        {text('signIn.submit')}
      </Button>
      {aside}
    </Form>
  )
}
