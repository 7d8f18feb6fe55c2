/** The address one signs in with, and a change of it that waits for both sides. */
import { Form, useNavigation } from 'react-router'
import { Button } from '../../../ui/action/button.tsx'
import { Field } from '../../../ui/form/field.tsx'
import { Input } from '../../../ui/form/input.tsx'
import { Section } from '../../../ui/show/section.tsx'
import { useText } from '../../../ui/text/use-text.tsx'
import type { ActionOutcome } from '../../act-portal.ts'
import type { AccountView, EmailChangeBegun } from '../account-api.ts'
import { Done, Failed } from '../answer.tsx'

type Outcome = { at: number } & ActionOutcome<
  EmailChangeBegun | { type: 'stopped' | 'none' } | { type: 'saved' }
>

interface AddressSectionProps {
  account: AccountView
  outcome: Outcome | undefined
}

function Answer({ outcome }: Pick<AddressSectionProps, 'outcome'>) {
  const text = useText()
  if (outcome === undefined) return null
  if (outcome.type === 'failed') return <Failed why={outcome.why} attempt={outcome.at} />
  const { type } = outcome.result
  if (type === 'same') {
    return <Failed words={text('account.profile.emailSame')} attempt={outcome.at} />
  }
  if (type === 'too_many_tries') return <Failed why="too_often" attempt={outcome.at} />
  if (type === 'sent') return <Done>{text('account.profile.emailSent')}</Done>
  return type === 'stopped' ? <Done>{text('account.profile.emailStopped')}</Done> : null
}

function Waiting({ change }: { change: NonNullable<AccountView['emailChange']> }) {
  const text = useText()
  const { address, oldConfirmed, newConfirmed } = change
  return (
    <Form method="post" className="grid gap-2">
      <input type="hidden" name="intent" value="stop" />
      <p className="font-medium break-words">{text('account.profile.emailWaiting', { address })}</p>
      <ul className="text-dense text-soft">
        <li>
          {text(oldConfirmed ? 'account.profile.emailOldDone' : 'account.profile.emailOldOpen')}
        </li>
        <li>
          {text(newConfirmed ? 'account.profile.emailNewDone' : 'account.profile.emailNewOpen')}
        </li>
      </ul>
      <div>
        <Button type="submit">{text('account.profile.emailStop')}</Button>
      </div>
    </Form>
  )
}

export function AddressSection({ account, outcome }: AddressSectionProps) {
  const text = useText()
  const pending = useNavigation().formData?.get('intent') === 'address'
  const { person, emailChange, session } = account
  return (
    <Section title={text('account.profile.email')} className="mt-10">
      <div className="grid max-w-[480px] gap-4 pt-4">
        <Answer outcome={outcome} />
        <p className="break-words text-soft">
          {text('account.profile.emailNow', { email: person.email })}
        </p>
        {emailChange === null ? null : <Waiting change={emailChange} />}
        {session.method === 'sso' ? (
          <p className="text-meta text-faint">{text('account.sso')}</p>
        ) : (
          <Form method="post" noValidate className="grid gap-3">
            <input type="hidden" name="intent" value="address" />
            <Field
              label={text('account.profile.emailNew')}
              help={text('account.profile.emailHelp')}
              id="address"
            >
              {(ids) => (
                <Input
                  {...ids}
                  name="address"
                  type="email"
                  autoComplete="email"
                  autoCapitalize="none"
                  spellCheck={false}
                />
              )}
            </Field>
            <div>
              <Button type="submit" pending={pending && text('account.saving')}>
                {text('account.profile.emailAsk')}
              </Button>
            </div>
          </Form>
        )}
      </div>
    </Section>
  )
}
