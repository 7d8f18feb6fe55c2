/** What happened to the orders of the tenant, newest first, one line each. */
import { History } from 'lucide-react'
import { Link } from 'react-router'
import { Blank } from '../../ui/show/blank.tsx'
import { Section } from '../../ui/show/section.tsx'
import { TimeText } from '../../ui/text/time-text.tsx'
import { useNow } from '../../ui/text/use-now.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { ActivityEntry } from '../api.ts'

function useWords() {
  const text = useText()
  const format = useFormat()
  const now = useNow()
  return (entry: ActivityEntry): string => {
    if (entry.kind === 'state' && entry.state !== null) {
      return text(`home.activity.state.${entry.state}`)
    }
    if (entry.kind === 'delivery_date') {
      if (entry.toDate === null) return text('home.activity.dateGone')
      const date = format.day(entry.toDate, 'short', now)
      return text(entry.fromDate === null ? 'home.activity.dateSet' : 'home.activity.date', {
        date,
      })
    }
    return text(`home.activity.${entry.kind === 'state' ? 'note' : entry.kind}`)
  }
}

interface ActivityProps {
  entries: ActivityEntry[]
  base: string
}

export function Activity({ entries, base }: ActivityProps) {
  const text = useText()
  const words = useWords()
  return (
    <Section title={text('home.activity.title')}>
      {entries.length === 0 ? (
        <Blank
          icon={History}
          title={text('home.activity.empty')}
          help={text('home.activity.emptyHelp')}
        />
      ) : (
        <ul>
          {entries.map((entry) => (
            <li
              key={`${entry.order.id} ${entry.externalId}`}
              className="relative flex min-h-9 items-baseline gap-3 border-b border-line py-2 text-dense last:border-b-0"
            >
              <span className="min-w-0 grow">
                <Link
                  to={`${base}/orders/${entry.order.id}`}
                  prefetch="intent"
                  title={entry.order.title}
                  className="row-link font-medium"
                >
                  {entry.order.number}
                </Link>{' '}
                {words(entry)}
              </span>
              <TimeText at={entry.at} form="brief" className="text-meta text-faint" />
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
