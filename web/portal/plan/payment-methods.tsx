/** The ways to pay that are on file, the default one first, and how long each is good for. */
import type { ReactNode } from 'react'
import { CreditCard, Landmark } from 'lucide-react'
import { useJustChanged } from '../../live/use-live.ts'
import { cx } from '../../ui/cx.ts'
import { Icon } from '../../ui/icon.tsx'
import { Section } from '../../ui/show/section.tsx'
import { useNow } from '../../ui/text/use-now.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import { expiryOf } from './expiry.ts'
import type { PaymentMethodView } from './plan-api.ts'
import { useMethodName } from './use-method-name.ts'

const WORDS = { later: 'until', soon: 'soon', over: 'over' } as const
const INKS = { later: 'text-faint', soon: 'text-warn', over: 'text-bad' } as const

function Until({ expiresOn }: { expiresOn: string }) {
  const text = useText()
  const format = useFormat()
  const expiry = expiryOf(expiresOn, format.dateOf(useNow()))
  if (expiry === 'never') return null
  return (
    <span className={cx('block text-meta', INKS[expiry])}>
      {text(`plan.methods.${WORDS[expiry]}`, { date: format.day(expiresOn, 'year') })}
    </span>
  )
}

function Method({ method }: { method: PaymentMethodView }) {
  const text = useText()
  const { id, type, expiresOn, isDefault } = method
  const changed = useJustChanged(id)
  return (
    <li
      className={cx(
        'flex items-start gap-3 border-b border-line py-3 last:border-b-0',
        changed && 'changed changed-block',
      )}
    >
      <Icon of={type === 'card' ? CreditCard : Landmark} className="mt-0.5 text-faint" />
      <span className="min-w-0 grow">
        <span className="block break-words">{useMethodName()(method)}</span>
        {expiresOn === null ? null : <Until expiresOn={expiresOn} />}
      </span>
      {isDefault ? (
        <span className="rounded-2 bg-idle-tint px-2 py-0.5 text-meta text-soft">
          {text('plan.methods.default')}
        </span>
      ) : null}
    </li>
  )
}

interface PaymentMethodsProps {
  methods: readonly PaymentMethodView[]
  fresh: ReactNode
}

export function PaymentMethods({ methods, fresh }: PaymentMethodsProps) {
  const text = useText()
  return (
    <Section title={text('plan.methods.title')} aside={fresh}>
      {methods.length === 0 ? (
        <p className="pt-3 text-soft">{text('plan.methods.empty')}</p>
      ) : (
        <ul>
          {methods.map((method) => (
            <Method key={method.id} method={method} />
          ))}
        </ul>
      )}
    </Section>
  )
}
