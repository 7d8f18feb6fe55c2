/** What was refused, by reason and by minute, with the last requests as samples. */
import type { ReactNode } from 'react'
import { consoleText } from '../../languages/console-text.ts'
import { TimeText } from '../../ui/text/time-text.tsx'
import { useNow } from '../../ui/text/use-now.tsx'
import { useFormat } from '../../ui/text/use-text.tsx'
import type { Refusals } from '../api.ts'
import { CodeText } from '../parts/code-text.tsx'

const REASONS = [
  'bad_signature',
  'missing_signature',
  'timestamp_past',
  'timestamp_future',
  'wrong_source',
  'disabled',
  'too_large',
  'unknown_connection',
] as const

/** A reason without words of its own is still shown, as what it is called. */
function reasonText(reason: string): string {
  const known = REASONS.find((each) => each === reason)
  return known === undefined ? reason : consoleText(`connection.refusals.reason.${known}`)
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <h3 className="mb-1 text-meta font-medium text-faint">{title}</h3>
      <ul className="text-dense">{children}</ul>
    </div>
  )
}

const LINE = 'flex min-h-8 items-baseline gap-3 border-b border-line py-1.5'

function Reasons({ reasons }: Pick<Refusals, 'reasons'>) {
  const format = useFormat()
  const now = useNow()
  return (
    <Part title={consoleText('connection.refusals.reasons')}>
      {reasons.map(({ reason, count, lastAt }) => (
        <li key={reason} className={LINE}>
          <span className="grow">{reasonText(reason)}</span>
          <span className="text-meta text-faint" suppressHydrationWarning>
            {consoleText('connection.refusals.last', { when: format.brief(lastAt, now) })}
          </span>
          <span className="tabular-nums">{format.number(count)}</span>
        </li>
      ))}
    </Part>
  )
}

/** The most of any minute gives the bars their scale. */
function Minutes({ minutes }: Pick<Refusals, 'minutes'>) {
  const format = useFormat()
  const most = Math.max(...minutes.map(({ count }) => count))
  return (
    <Part title={consoleText('connection.refusals.minutes')}>
      {minutes.slice(0, 8).map(({ reason, minute, count }) => (
        <li key={`${minute} ${reason}`} className={LINE}>
          <TimeText at={minute} form="moment" className="w-26 flex-none text-faint" />
          <span className="min-w-0 grow truncate">{reasonText(reason)}</span>
          <meter
            min={0}
            max={most}
            value={count}
            aria-hidden
            className="bar h-1.5 w-16 flex-none self-center"
          />
          <span className="w-10 text-right tabular-nums">{format.number(count)}</span>
        </li>
      ))}
    </Part>
  )
}

function Samples({ samples }: Pick<Refusals, 'samples'>) {
  return (
    <div className="mt-6">
      <h3 className="text-meta font-medium text-faint">
        {consoleText('connection.refusals.samples')}
      </h3>
      <p className="mb-1 text-meta text-faint">{consoleText('connection.refusals.samplesHelp')}</p>
      <ul className="text-dense">
        {samples.slice(0, 8).map(({ id, reason, at, address, userAgent, eventKey }) => (
          <li key={id} className={`${LINE} flex-wrap`}>
            <TimeText at={at} form="moment" className="w-26 flex-none text-faint" />
            <span className="min-w-40 flex-1">{reasonText(reason)}</span>
            {eventKey === null ? null : <CodeText>{eventKey}</CodeText>}
            <CodeText>{address ?? consoleText('connection.refusals.unknownSender')}</CodeText>
            <span className="max-w-64 truncate text-meta text-faint" title={userAgent ?? undefined}>
              {userAgent}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

export function RefusalList({ refusals }: { refusals: Refusals }) {
  const { reasons, minutes, samples } = refusals
  if (reasons.length === 0) {
    return <p className="pt-3 text-dense text-soft">{consoleText('connection.refusals.none')}</p>
  }
  return (
    <div className="pt-3">
      <div className="grid grid-cols-[minmax(0,1fr)] gap-x-12 gap-y-6 wide:grid-cols-[repeat(2,minmax(0,1fr))]">
        <Reasons reasons={reasons} />
        <Minutes minutes={minutes} />
      </div>
      {samples.length > 0 ? <Samples samples={samples} /> : null}
    </div>
  )
}
