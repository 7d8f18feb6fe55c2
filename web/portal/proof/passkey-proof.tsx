/** A passkey as proof: the device answers, and the answer goes the way of the other proofs. */
import { useState } from 'react'
import { KeyRound } from 'lucide-react'
import { useNavigation, useSubmit } from 'react-router'
import { Button } from '../../ui/action/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useText } from '../../ui/text/use-text.tsx'
import type { Asking } from '../sign-in/passkey/passkey-browser.ts'

type Trouble = 'cancelled' | 'unsupported'

export function PasskeyProof({ asking }: { asking: Asking }) {
  const text = useText()
  const submit = useSubmit()
  const sending = useNavigation().formMethod === 'POST'
  const [waiting, setWaiting] = useState(false)
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  const ask = async (): Promise<void> => {
    setTrouble(null)
    const { showPasskey } = await import('../sign-in/passkey/passkey-browser.ts')
    const answer = await showPasskey(asking)
    if (answer.type === 'answered') await submit({ response: answer.response }, { method: 'post' })
    else setTrouble(answer.type === 'unsupported' ? 'unsupported' : 'cancelled')
  }
  const press = (): void => {
    setWaiting(true)
    void ask()
      .catch(() => setTrouble('cancelled'))
      .finally(() => setWaiting(false))
  }
  return (
    <div className="grid gap-2">
      <p className="text-meta text-faint">{text('proof.passkeyHelp')}</p>
      <Button
        look="primary"
        pending={(waiting || sending) && text('proof.waiting')}
        onClick={press}
        className="h-(--door-control) w-full text-field"
      >
        <Icon of={KeyRound} />
        {text('proof.passkey')}
      </Button>
      <p role="status" className="text-meta text-bad empty:hidden">
        {trouble === null ? '' : text(`proof.${trouble}`)}
      </p>
    </div>
  )
}
