/** Adding a passkey: the server offers, the device makes it, the server keeps it. */
import { useEffect, useEffectEvent, useRef, useState, type ReactNode, type RefObject } from 'react'
import { Button } from '../../../ui/action/button.tsx'
import { Field } from '../../../ui/form/field.tsx'
import { Input } from '../../../ui/form/input.tsx'
import { useText } from '../../../ui/text/use-text.tsx'
import { Done, Failed } from '../answer.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'
import { SECURITY, useSecurity, type AnswerTo } from './use-security.ts'

type Offered = AnswerTo<'key-offer'> | undefined
type Added = AnswerTo<'key-add'> | undefined

/** For whoever gives none; it is a name like any other. */
const UNNAMED = 'Passkey'

interface PasskeyAddProps {
  back?: string
  onward?: ReactNode
}

/** The device is asked as soon as the server has offered, and its answer goes back by the same fetcher. */
function useMaking(form: RefObject<HTMLFormElement | null>, back: string) {
  const { fetcher, pending, answerTo } = useSecurity()
  const [cancelledAt, setCancelledAt] = useState<number | null>(null)
  const offered: Offered = answerTo('key-offer')
  const added: Added = answerTo('key-add')
  const offer = offered?.type === 'answered' ? offered : null
  const make = useEffectEvent(async ({ result }: NonNullable<typeof offer>) => {
    const { makePasskey } = await import('../../sign-in/passkey/passkey-browser.ts')
    const made = await makePasskey(result)
    if (made.type !== 'answered') return false
    const typed = form.current && new FormData(form.current).get('label')
    const name = typeof typed === 'string' && typed.trim() !== '' ? typed : UNNAMED
    const fields = { intent: 'key-add', response: made.response, back, name }
    await fetcher.submit(fields, { method: 'post', action: SECURITY })
    return true
  })
  useEffect(() => {
    if (offer === null) return
    void make(offer).then((isMade) => {
      if (!isMade) setCancelledAt(offer.at)
    })
  }, [offer])
  const isCancelled = offer !== null && cancelledAt === offer.at
  const isBusy = pending || (offer !== null && !isCancelled)
  return { fetcher, offered, added, isCancelled, isBusy }
}

export function PasskeyAdd({ back = '', onward = null }: PasskeyAddProps) {
  const text = useText()
  const form = useRef<HTMLFormElement>(null)
  const { fetcher, offered, added, isCancelled, isBusy } = useMaking(form, back)
  return (
    <fetcher.Form ref={form} method="post" action={SECURITY} className="grid max-w-[480px] gap-3">
      <Answer offered={offered} added={added} />
      <Onward added={added}>{onward}</Onward>
      <input type="hidden" name="intent" value="key-offer" />
      <input type="hidden" name="back" value={back} />
      <Field label={text('account.passkeys.name')} id="passkey-name">
        {(ids) => (
          <Input
            {...ids}
            name="label"
            maxLength={80}
            placeholder={text('account.passkeys.namePlaceholder')}
          />
        )}
      </Field>
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" pending={isBusy && text('account.passkeys.adding')}>
          {text('account.passkeys.add')}
        </Button>
        <span role="status" className="text-meta text-soft">
          {isCancelled ? text('account.passkeys.cancelled') : ''}
        </span>
      </div>
    </fetcher.Form>
  )
}

function Answer({ offered, added }: { offered: Offered; added: Added }) {
  const text = useText()
  if (offered?.type === 'failed') return <Failed why={offered.why} attempt={offered.at} />
  if (added === undefined) return null
  if (added.type === 'failed') return <Failed why={added.why} attempt={added.at} />
  const { result } = added
  if (result.type !== 'added') {
    return <Failed words={text(`account.passkeys.${result.type}`)} attempt={added.at} />
  }
  return (
    <>
      <Done>{text('account.passkeys.added')}</Done>
      {result.recoveryCodes === null ? null : <RecoveryCodes codes={result.recoveryCodes} />}
    </>
  )
}

const Onward = ({ added, children }: { added: Added; children: ReactNode }) =>
  added?.type === 'answered' && added.result.type === 'added' ? children : null
