/** One e-mail, call or meeting: what it was about, who took part, and of an e-mail its own words. */
import { CalendarDays, MailOpen, Phone, Send, type LucideIcon } from 'lucide-react'
import { useJustChanged } from '../../live/use-live.ts'
import { TimelineEntry } from '../../ui/show/timeline.tsx'
import type { Tone } from '../../ui/show/tone.ts'
import { TimeText } from '../../ui/text/time-text.tsx'
import { useNow } from '../../ui/text/use-now.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { EngagementView } from './communication-api.ts'
import { MessageText } from './message-text.tsx'
import { whoOf } from './people.ts'
import { useEngagementTitle } from './use-engagement-title.ts'

const iconOf = ({ kind, direction }: EngagementView): LucideIcon => {
  if (kind === 'call') return Phone
  if (kind === 'meeting') return CalendarDays
  return direction === 'out' ? Send : MailOpen
}

const toneOf = ({ state }: EngagementView): Tone =>
  state === 'cancelled' || state === 'missed' ? 'idle' : 'info'

const MINUTE_MS = 60_000

/** How it went, and where or how long. */
function useCircumstances(engagement: EngagementView): string[] {
  const text = useText()
  const format = useFormat()
  const now = useNow()
  const { kind, direction, state, durationMs, endsAt, location } = engagement
  const minutes = durationMs === null ? 0 : Math.round(durationMs / MINUTE_MS)
  return [
    direction === null || kind === 'meeting' ? null : text(`communication.${kind}.${direction}`),
    state === null || state === 'held' ? null : text(`communication.state.${state}`),
    minutes > 0
      ? text('communication.minutes', { count: minutes, number: format.number(minutes) })
      : null,
    endsAt === null ? null : text('communication.until', { time: format.point(endsAt, now) }),
    location === null ? null : text('communication.place', { place: location }),
  ].filter((part) => part !== null)
}

export function Engagement({ engagement }: { engagement: EngagementView }) {
  const text = useText()
  const now = useNow()
  const changed = useJustChanged(engagement.id)
  const title = useEngagementTitle(engagement)
  const circumstances = useCircumstances(engagement)
  const who = whoOf(engagement, text)
  const isAhead = new Date(engagement.at) > now
  return (
    <TimelineEntry
      icon={iconOf(engagement)}
      tone={toneOf(engagement)}
      title={<span className="font-medium break-words">{title}</span>}
      when={<TimeText at={engagement.at} form="moment" />}
      stress={isAhead ? 'next' : undefined}
      changed={changed}
      detail={[...circumstances, who].filter((part) => part !== '').join(' · ')}
    >
      {engagement.text === null ? undefined : <MessageText text={engagement.text} />}
    </TimelineEntry>
  )
}
