/** An invoice's state in the customer's words, with its icon and tone. One table, so that every page agrees. */
import {
  Ban,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleSlash,
  Hourglass,
  type LucideIcon,
} from 'lucide-react'
import '#web/languages/pages/invoices.ts'
import type { ShownInvoiceState } from '#workflows/contracts/billing.ts'
import { Badge, State } from '#web/ui/show/state.tsx'
import type { Tone } from '#web/ui/show/tone.ts'
import { useText } from '#web/ui/text/use-text.tsx'

const LOOKS: Record<ShownInvoiceState, { icon: LucideIcon; tone: Tone }> = {
  open: { icon: CircleDashed, tone: 'idle' },
  processing: { icon: Hourglass, tone: 'info' },
  overdue: { icon: CircleAlert, tone: 'bad' },
  paid: { icon: CircleCheck, tone: 'ok' },
  void: { icon: Ban, tone: 'idle' },
  uncollectible: { icon: CircleSlash, tone: 'idle' },
}

interface InvoiceStateProps {
  state: ShownInvoiceState
  className?: string
}

export const InvoiceState = ({ state, className }: InvoiceStateProps) => (
  <State
    {...LOOKS[state]}
    word={useText()(`invoices.state.${state}`)}
    {...(className === undefined ? {} : { className })}
  />
)

export const InvoiceBadge = ({ state }: InvoiceStateProps) => (
  <Badge {...LOOKS[state]} word={useText()(`invoices.state.${state}`)} />
)
