/** The address of somebody who comes to the door. */
import { Field } from '../form/field.tsx'
import { Input } from '../form/input.tsx'

interface EmailFieldProps {
  label: string
  error: string | undefined
  email: string
}

export const EmailField = ({ label, error, email }: EmailFieldProps) => (
  <Field label={label} id="email" error={error}>
    {(ids) => (
      <Input
        {...ids}
        name="email"
        type="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        defaultValue={email}
        className="h-(--door-control)"
      />
    )}
  </Field>
)
