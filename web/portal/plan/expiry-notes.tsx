/** Cards that expire soon or have expired: said where it cannot be missed, while there is time to act. */
import { CreditCard } from 'lucide-react'
import { Note } from '../../ui/show/note.tsx'
import { useNow } from '../../ui/text/use-now.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import { useSession } from '../shell/use-session.ts'
import { expiryOf } from './expiry.ts'
import type { PaymentMethodView } from './plan-api.ts'
import { useMethodName } from './use-method-name.ts'

export function ExpiryNotes({ methods }: { methods: readonly PaymentMethodView[] }) {
  const text = useText()
  const format = useFormat()
  const today = format.dateOf(useNow())
  const nameOf = useMethodName()
  const { operator } = useSession()
  return methods.map((method) => {
    const { id, expiresOn } = method
    const expiry = expiryOf(expiresOn, today)
    if (expiresOn === null || (expiry !== 'soon' && expiry !== 'over')) return null
    return (
      <Note key={id} icon={CreditCard} tone={expiry === 'over' ? 'bad' : 'warn'} className="mb-6">
        {text(`plan.methods.${expiry}Note`, {
          name: nameOf(method),
          date: format.day(expiresOn, 'year'),
          operator: operator.name,
        })}
      </Note>
    )
  })
}
