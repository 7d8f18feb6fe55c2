/** What is wrong with a connection, since when, why, and what happens now; nothing while it is well. */
import { consoleText } from '../../languages/console-text.ts'
import { Note } from '../../ui/show/note.tsx'
import { useNow } from '../../ui/text/use-now.tsx'
import { useFormat } from '../../ui/text/use-text.tsx'
import type { ConnectionView } from '../api.ts'
import { iconOf, toneOf } from '../connections/health-state.tsx'
import { healthOf } from '../connections/health.ts'
import { CodeText } from '../parts/code-text.tsx'

/** What a person can do at the source, and the address that belongs there. */
function Unheard({ connection }: Pick<ConnectionView, 'connection'>) {
  const format = useFormat()
  const now = useNow(1_000)
  const { id, source, unheardSince } = connection
  return (
    <>
      <p className="mt-1">{consoleText('connection.unheard.todo')}</p>
      <p className="mt-1 break-all">
        <CodeText>{`/webhooks/${source}/${id}`}</CodeText>
      </p>
      {unheardSince === null ? null : (
        <p className="mt-1" suppressHydrationWarning>
          {consoleText('connection.unheard.since', { when: format.ago(unheardSince, now) })}
        </p>
      )}
    </>
  )
}

export function HealthNote({ connection, latest }: Pick<ConnectionView, 'connection' | 'latest'>) {
  const format = useFormat()
  const now = useNow(1_000)
  const health = healthOf({ ...connection, runs: latest }, now)
  if (health === 'healthy' || health === 'reading' || health === 'fresh') return null
  const { failure, paused, stateReason } = connection
  return (
    <Note icon={iconOf(health)} tone={toneOf(health)} className="mb-5">
      <p className="break-words" suppressHydrationWarning>
        {paused === null
          ? consoleText(`connections.help.${health}`)
          : consoleText('connection.pausedBy', {
              name: paused.by,
              when: format.ago(paused.at, now),
            })}
      </p>
      {health === 'unheard' ? <Unheard connection={connection} /> : null}
      {failure === null ? null : (
        <p className="mt-1 break-words" suppressHydrationWarning>
          {consoleText('connection.failed', {
            when: format.ago(failure.at, now),
            reason: failure.reason,
          })}
        </p>
      )}
      {stateReason === null || stateReason === failure?.reason ? null : (
        <p className="mt-1 break-words">
          {consoleText('connection.reason', { reason: stateReason })}
        </p>
      )}
    </Note>
  )
}
