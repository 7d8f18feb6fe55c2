/** An instant as text that keeps itself true, with the exact time on hover. */
import { useFormat } from './use-text.tsx'
import { useNow } from './use-now.tsx'

interface TimeTextProps {
  at: string
  /** `moment` "Today 09:41", `brief` "Fri", `ago` "12 s ago". */
  form: 'moment' | 'brief' | 'ago'
  className?: string
}

export function TimeText({ at, form, className }: TimeTextProps) {
  const format = useFormat()
  const now = useNow(form === 'ago' ? 1000 : 60_000)
  return (
    <time dateTime={at} title={format.exact(at)} className={className} suppressHydrationWarning>
      {format[form](at, now)}
    </time>
  )
}
