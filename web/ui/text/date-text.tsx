/** A calendar date as text; the weekday and year are one hover away. */
import { useNow } from './use-now.tsx'
import { useFormat } from './use-text.tsx'

interface DateTextProps {
  date: string
  form?: 'short' | 'long' | 'plain'
  className?: string | undefined
}

export function DateText({ date, form = 'short', className }: DateTextProps) {
  const format = useFormat()
  const now = useNow()
  return (
    <time dateTime={date} title={format.day(date, 'year')} className={className}>
      {format.day(date, form, now)}
    </time>
  )
}
