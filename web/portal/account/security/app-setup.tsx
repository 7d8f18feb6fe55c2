/**
 * Setting up an authenticator app, on the page of the account and at the gate: the code to scan, the code it shows,
 * and the recovery codes. The key stays on the page while codes are tried; the server shows it once.
 */
import { useState, type ReactNode } from 'react'
import { Button } from '../../../ui/action/button.tsx'
import { Field } from '../../../ui/form/field.tsx'
import { Input } from '../../../ui/form/input.tsx'
import { useText } from '../../../ui/text/use-text.tsx'
import type { TotpOffer } from '../account-api.ts'
import { Done, Failed } from '../answer.tsx'
import { AppKey } from './app-key.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'
import { SECURITY, useSecurity, type AnswerTo } from './use-security.ts'

interface AppSetupProps {
  isReplacement?: boolean
  /** Where to come back to when it has to be confirmed first who one is. */
  back?: string
  /** Beside the recovery codes, when it is done. */
  onward?: ReactNode
}

type Confirmed = AnswerTo<'app-confirm'> | undefined

const isEnabled = (answer: Confirmed): boolean =>
  answer?.type === 'answered' && answer.result.type === 'enabled'

function Refusal({ answer }: { answer: Confirmed }) {
  const text = useText()
  if (answer === undefined) return null
  if (answer.type === 'failed') return <Failed why={answer.why} attempt={answer.at} />
  const { type } = answer.result
  if (type === 'too_many_tries') return <Failed why="too_often" attempt={answer.at} />
  if (type === 'enabled') return null
  return <Failed words={text(`account.factor.${type}`)} attempt={answer.at} />
}

export function AppSetup({ isReplacement = false, back = '', onward = null }: AppSetupProps) {
  const { fetcher, pending, answerTo, found } = useSecurity()
  const [offer, setOffer] = useState<TotpOffer | null>(null)
  const begun = answerTo('app-begin')
  if (begun?.type === 'answered' && begun.result !== offer) setOffer(begun.result)
  const confirmed = answerTo('app-confirm')
  if (confirmed?.type === 'answered' && confirmed.result.type === 'enabled') {
    return <Enabled codes={confirmed.result.recoveryCodes} onward={onward} />
  }
  const isOpen = offer !== null && found !== undefined
  return (
    <fetcher.Form method="post" action={SECURITY} className="grid gap-4">
      <Refusal answer={confirmed} />
      {begun?.type === 'failed' ? <Failed why={begun.why} attempt={begun.at} /> : null}
      <input type="hidden" name="back" value={back} />
      <input type="hidden" name="intent" value={isOpen ? 'app-confirm' : 'app-begin'} />
      {isOpen ? (
        <Open offer={offer} pending={pending && !isEnabled(confirmed)} />
      ) : (
        <Begin isReplacement={isReplacement} pending={pending} />
      )}
    </fetcher.Form>
  )
}

function Begin({ isReplacement, pending }: { isReplacement: boolean; pending: boolean }) {
  const text = useText()
  return (
    <div>
      <Button type="submit" pending={pending && text('account.saving')}>
        {text(isReplacement ? 'account.factor.replace' : 'account.factor.setUp')}
      </Button>
    </div>
  )
}

function Open({ offer, pending }: { offer: TotpOffer; pending: boolean }) {
  const text = useText()
  return (
    <>
      <AppKey offer={offer} />
      <div className="grid max-w-[280px] gap-4">
        <Field label={text('account.factor.code')} id="app-code">
          {(ids) => (
            <Input
              {...ids}
              name="code"
              inputMode="numeric"
              autoComplete="one-time-code"
              autoFocus
            />
          )}
        </Field>
        <div>
          <Button type="submit" look="primary" pending={pending && text('account.saving')}>
            {text('account.factor.enable')}
          </Button>
        </div>
      </div>
    </>
  )
}

function Enabled({ codes, onward }: { codes: string[] | null; onward: ReactNode }) {
  const text = useText()
  return (
    <div className="grid gap-3">
      <Done>{text('account.factor.enabled')}</Done>
      {codes === null ? null : <RecoveryCodes codes={codes} />}
      {onward}
    </div>
  )
}
