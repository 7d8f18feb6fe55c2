/** What a new person fills in: a name and a password, with what is wrong beside each. */
import { Field } from '../../ui/form/field.tsx'
import { Input } from '../../ui/form/input.tsx'
import { PasswordInput } from '../../ui/form/password-input.tsx'
import { ProblemSummary } from '../../ui/form/problem-summary.tsx'
import { useText } from '../../ui/text/use-text.tsx'
import type { JoinFault } from './invitation-api.ts'

interface JoinFieldsProps {
  email: string
  /** What was refused of the last try. */
  tried: { faults: string[]; name: string; at: number } | null
}

const [NAME, PASSWORD] = ['join-name', 'join-password']

export function JoinFields({ email, tried }: JoinFieldsProps) {
  const text = useText()
  const faults = (tried?.faults ?? []) as JoinFault[]
  const words = (fault: JoinFault | undefined): string | undefined =>
    fault && text(`invitation.problem.${fault}`)
  const nameFault = faults.find((fault) => fault === 'name')
  const passwordFault = faults.find((fault) => fault !== 'name')
  return (
    <>
      {faults.length > 0 ? (
        <ProblemSummary
          title={text('invitation.problem.title')}
          attempt={tried?.at ?? 0}
          problems={faults.map((fault) => ({
            field: fault === 'name' ? NAME : PASSWORD,
            message: text(`invitation.problem.${fault}`),
          }))}
        />
      ) : null}
      {/* For password managers: which account the password is for. */}
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <Field
        id={NAME}
        label={text('invitation.name')}
        help={text('invitation.nameHelp')}
        error={words(nameFault)}
      >
        {(ids) => (
          <Input
            {...ids}
            name="name"
            autoComplete="name"
            defaultValue={tried?.name ?? ''}
            maxLength={200}
          />
        )}
      </Field>
      <Field
        id={PASSWORD}
        label={text('invitation.password')}
        help={text('invitation.passwordHelp')}
        error={words(passwordFault)}
      >
        {(ids) => <PasswordInput {...ids} name="password" autoComplete="new-password" />}
      </Field>
    </>
  )
}
