/** What is true of the order now. Facts of the delivery are marked when a live change moved them. */
import { Link } from 'react-router'
import { useValueJustChanged } from '../../live/use-live.ts'
import { OutsideLink } from '../../ui/action/outside-link.tsx'
import { Fact, Facts } from '../../ui/show/facts.tsx'
import { DateText } from '../../ui/text/date-text.tsx'
import { MoneyText } from '../../ui/text/money-text.tsx'
import { TimeText } from '../../ui/text/time-text.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { OrderView } from '../api.ts'
import { useSession } from '../shell/use-session.ts'
import { LateText } from '../orders/parts/delivery-text.tsx'
import { useDelivery } from '../orders/parts/use-delivery.ts'

function Carrier({ order }: { order: OrderView }) {
  const text = useText()
  const format = useFormat()
  const sent = order.shipments.filter(({ carrier }) => carrier !== null)
  const [only] = sent
  if (only === undefined) return <span className="text-faint">{text('order.fact.open')}</span>
  if (sent.length > 1) {
    return <>{text('order.fact.carriers', { number: format.number(sent.length) })}</>
  }
  const words =
    only.trackingNumber === null
      ? (only.carrier ?? '')
      : text('order.fact.carrierPart', {
          carrier: only.carrier ?? '',
          number: only.trackingNumber,
        })
  return <OutsideLink url={only.trackingUrl}>{words}</OutsideLink>
}

/** Nothing at all without the right to see projects, or where it belongs to none. */
function Projects({ projects }: Pick<OrderView, 'projects'>) {
  const text = useText()
  const { tenant } = useSession()
  if (projects === null || projects.length === 0) return null
  return (
    <Fact name={text('order.fact.project')}>
      {projects.map(({ id, number, title }, index) => (
        <span key={id}>
          {index === 0 ? null : ', '}
          <Link
            to={`/t/${tenant.slug}/projects/${id}`}
            prefetch="intent"
            title={title}
            className="link"
          >
            {number}
          </Link>
        </span>
      ))}
    </Fact>
  )
}

export function OrderFacts({ order }: { order: OrderView }) {
  const text = useText()
  const delivery = useDelivery(order)
  const changed = useValueJustChanged(order.id, delivery.date)
  const open = <span className="text-faint">{text('order.fact.open')}</span>
  const arrived = delivery.status === 'delivered'
  return (
    <Facts>
      <Fact name={text(arrived ? 'order.fact.delivered' : 'order.fact.delivery')} changed={changed}>
        {delivery.date === null ? (
          open
        ) : (
          <>
            <DateText date={delivery.date} className="font-medium" />{' '}
            <LateText delivery={delivery} />
          </>
        )}
      </Fact>
      <Fact name={text('order.fact.carrier')}>
        <Carrier order={order} />
      </Fact>
      <Projects projects={order.projects} />
      <Fact name={text('order.fact.reference')}>{order.customerReference ?? open}</Fact>
      <Fact name={text('order.fact.placed')}>
        <TimeText at={order.placedAt} form="moment" />
      </Fact>
      {order.total === null ? null : (
        <Fact name={text('order.fact.total')}>
          <MoneyText money={order.total} />
        </Fact>
      )}
    </Facts>
  )
}
