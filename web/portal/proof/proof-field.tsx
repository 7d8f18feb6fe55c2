/** The field of one way to show who one is. */
import { Field } from '../../ui/form/field.tsx'
import { Input } from '../../ui/form/input.tsx'
import { PasswordInput } from '../../ui/form/password-input.tsx'
import { useText } from '../../ui/text/use-text.tsx'
import type { Way } from './proof-form.tsx'

const TALL = 'h-(--door-control)'

export function ProofField({ way }: { way: Exclude<Way, 'passkey'> }) {
  const text = useText()
  if (way === 'password') {
    return (
      <Field label={text('proof.password')} id="password">
        {(ids) => (
          <PasswordInput
            {...ids}
            name="password"
            autoComplete="current-password"
            className={TALL}
          />
        )}
      </Field>
    )
  }
  if (way === 'recovery') {
    return (
      <Field label={text('proof.recovery')} help={text('proof.recoveryHelp')} id="recovery">
        {(ids) => (
          <Input
            {...ids}
            name="recovery"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            className={TALL}
          />
        )}
      </Field>
    )
  }
  return (
    <Field label={text('proof.code')} help={text('proof.codeHelp')} id="code">
      {(ids) => (
        <Input
          {...ids}
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          className={TALL}
        />
      )}
    </Field>
  )
}
