/** A new password: asks for the current one, and ends all other sessions. */
import { useEffect, useRef } from 'react'
import { Button } from '../../../ui/action/button.tsx'
import { Field } from '../../../ui/form/field.tsx'
import { PasswordInput } from '../../../ui/form/password-input.tsx'
import { Section } from '../../../ui/show/section.tsx'
import { useText } from '../../../ui/text/use-text.tsx'
import { Done, Failed } from '../answer.tsx'
import { SECURITY, useSecurity, type AnswerTo } from './use-security.ts'

function Answer({ answer }: { answer: AnswerTo<'password'> | undefined }) {
  const text = useText()
  if (answer === undefined) return null
  if (answer.type === 'failed') return <Failed why={answer.why} attempt={answer.at} />
  const { result } = answer
  if (result.type === 'changed') return <Done>{text('account.password.changed')}</Done>
  const words =
    result.type === 'weak'
      ? text(`account.password.fault.${result.fault}`)
      : text(result.type === 'wrong' ? 'account.password.wrong' : 'account.password.tooMany')
  return <Failed words={words} attempt={answer.at} />
}

interface PasswordSectionProps {
  hasPassword: boolean
  email: string
}

export function PasswordSection({ hasPassword, email }: PasswordSectionProps) {
  const text = useText()
  const { fetcher, pending, answerTo } = useSecurity()
  const form = useRef<HTMLFormElement>(null)
  const answer = answerTo('password')
  const isDone = answer?.type === 'answered' && answer.result.type === 'changed'
  useEffect(() => {
    if (isDone) form.current?.reset()
  }, [isDone, answer])
  return (
    <Section title={text('account.password.title')}>
      {hasPassword ? (
        <fetcher.Form
          ref={form}
          method="post"
          action={SECURITY}
          className="grid max-w-[480px] gap-4 pt-4"
        >
          <Answer answer={answer} />
          <input type="hidden" name="intent" value="password" />
          {/* For password managers: whose password it is. */}
          <input type="text" autoComplete="username" value={email} readOnly hidden />
          <Field label={text('account.password.current')} id="current">
            {(ids) => <PasswordInput {...ids} name="current" autoComplete="current-password" />}
          </Field>
          <Field
            label={text('account.password.next')}
            help={text('account.password.nextHelp')}
            id="next"
          >
            {(ids) => <PasswordInput {...ids} name="next" autoComplete="new-password" />}
          </Field>
          <div>
            <Button type="submit" pending={pending && text('account.saving')}>
              {text('account.password.change')}
            </Button>
          </div>
        </fetcher.Form>
      ) : (
        <p className="pt-3 text-soft">{text('account.password.none')}</p>
      )}
    </Section>
  )
}
