/** The first step: whatever somebody pastes. */
import { Form, useNavigation } from 'react-router'
import { Button } from '../../../../ui/action/button.tsx'
import { Field } from '../../../../ui/form/field.tsx'
import { ProblemSummary } from '../../../../ui/form/problem-summary.tsx'
import { BARE, FRAME } from '../../../../ui/form/input.tsx'
import { useText } from '../../../../ui/text/use-text.tsx'
import type { CheckedAddress } from '../../team-api.ts'
import { useAddressWords } from './use-address-words.ts'

interface PasteFormProps {
  given: string
  /** Of the last try, when there was nobody to invite in it. */
  checked: readonly CheckedAddress[] | null
  attempt: number
}

const FIELD = 'addresses'

export function PasteForm({ given, checked, attempt }: PasteFormProps) {
  const text = useText()
  const wordsOf = useAddressWords()
  const pending = useNavigation().formData?.get('does') === 'read'
  const problems = (checked ?? []).flatMap((each) => wordsOf(each) ?? [])
  const none = text('team.inviting.none')
  return (
    <Form method="post" noValidate className="grid max-w-[640px] gap-4">
      {checked !== null ? (
        <ProblemSummary
          title={none}
          attempt={attempt}
          problems={problems.map((message) => ({ field: FIELD, message }))}
        />
      ) : null}
      <Field id={FIELD} label={text('team.inviting.addresses')}>
        {(ids) => (
          <span className={FRAME}>
            <textarea
              {...ids}
              name="text"
              rows={7}
              defaultValue={given}
              placeholder={text('team.inviting.placeholder')}
              spellCheck={false}
              autoCapitalize="none"
              className={`${BARE} resize-y py-2`}
            />
          </span>
        )}
      </Field>
      <div>
        <Button
          type="submit"
          name="does"
          value="read"
          look="primary"
          pending={pending && text('team.inviting.reading')}
        >
          {text('team.inviting.read')}
        </Button>
      </div>
    </Form>
  )
}
