/** An order's state in the customer's words, with its icon and tone. One table, so that every page agrees. */
import {
  Ban,
  CircleCheck,
  CircleDashed,
  ClipboardCheck,
  Factory,
  PackageCheck,
  Truck,
  type LucideIcon,
} from 'lucide-react'
import { ORDER_STATES, type OrderState as StateName } from '#workflows/contracts/orders.ts'
import { Badge, State } from '#web/ui/show/state.tsx'
import { Stages } from '#web/ui/show/stages.tsx'
import type { Tone } from '#web/ui/show/tone.ts'
import { useText } from '#web/ui/text/use-text.tsx'

export const STATE_LOOKS: Record<StateName, { icon: LucideIcon; tone: Tone }> = {
  received: { icon: CircleDashed, tone: 'idle' },
  confirmed: { icon: ClipboardCheck, tone: 'idle' },
  in_production: { icon: Factory, tone: 'idle' },
  packed: { icon: PackageCheck, tone: 'info' },
  in_transit: { icon: Truck, tone: 'info' },
  delivered: { icon: CircleCheck, tone: 'ok' },
  cancelled: { icon: Ban, tone: 'idle' },
}

/** What an order passes through; `cancelled` is not on the way. */
const STAGES = ORDER_STATES.filter((state) => state !== 'cancelled')

interface OrderStateProps {
  state: StateName
  className?: string
}

export const OrderState = ({ state, className }: OrderStateProps) => (
  <State
    {...STATE_LOOKS[state]}
    word={useText()(`common.state.${state}`)}
    {...(className === undefined ? {} : { className })}
  />
)

export const OrderBadge = ({ state }: OrderStateProps) => (
  <Badge {...STATE_LOOKS[state]} word={useText()(`common.state.${state}`)} />
)

export const OrderStages = ({ state, late }: OrderStateProps & { late: boolean }) => (
  <Stages
    count={STAGES.length}
    at={STAGES.findIndex((stage) => stage === state)}
    tone={late ? 'warn' : state === 'delivered' ? 'ok' : 'info'}
  />
)
