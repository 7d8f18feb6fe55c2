/** Why: in words that the customer will read. */
import { consoleText } from '../../languages/console-text.ts'
import { Field } from '../../ui/form/field.tsx'
import { TextArea } from '../../ui/form/text-area.tsx'
import { MAX_REASON } from './view-form.ts'

interface ReasonFieldProps {
  tenant: string
  written: string
  wrong: boolean
}

export function ReasonField({ tenant, written, wrong }: ReasonFieldProps) {
  return (
    <Field
      id="reason"
      label={consoleText('viewAs.reason')}
      help={consoleText('viewAs.reasonHelp', { tenant })}
      error={wrong ? consoleText('viewAs.problem.reason') : undefined}
    >
      {(ids) => (
        <TextArea
          {...ids}
          name="reason"
          rows={3}
          defaultValue={written}
          maxLength={MAX_REASON}
          required
        />
      )}
    </Field>
  )
}
