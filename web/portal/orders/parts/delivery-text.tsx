/** When it arrives, in two quiet parts: the date, and how it compares with what was first confirmed. */
import { DateText } from '#web/ui/text/date-text.tsx'
import { useFormat, useText } from '#web/ui/text/use-text.tsx'
import { useNow } from '#web/ui/text/use-now.tsx'
import { cx } from '#web/ui/cx.ts'
import { isLate, type Delivery } from './delivery.ts'

export function LateText({ delivery, className }: { delivery: Delivery; className?: string }) {
  const text = useText()
  const format = useFormat()
  const now = useNow()
  if (isLate(delivery)) {
    return (
      <span
        title={
          delivery.was === null
            ? undefined
            : text('common.was', { date: format.day(delivery.was, 'short', now) })
        }
        className={cx('text-meta font-medium text-warn', className)}
      >
        {text('common.daysLate', { count: delivery.days, number: format.number(delivery.days) })}
      </span>
    )
  }
  if (delivery.was === null) return null
  return (
    <span className={cx('text-meta text-faint', className)}>
      {text('common.was', { date: format.day(delivery.was, 'plain', now) })}
    </span>
  )
}

export function DeliveryText({ delivery }: { delivery: Delivery }) {
  const text = useText()
  if (delivery.date === null) {
    return <span className="text-faint">{text('common.noDate')}</span>
  }
  return (
    <>
      <DateText date={delivery.date} /> <LateText delivery={delivery} />
    </>
  )
}
