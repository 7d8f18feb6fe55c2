/** Everything known about an event besides its body. */
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { consoleText } from '../../languages/console-text.ts'
import { Fact } from '../../ui/show/facts.tsx'
import { TimeText } from '../../ui/text/time-text.tsx'
import { useFormat } from '../../ui/text/use-text.tsx'
import type { InboxEventView } from '../api.ts'
import { connectionPath } from '../connections/links.ts'
import { inboxPath, NO_FILTER } from '../inbox/inbox-query.ts'
import { CodeText } from '../parts/code-text.tsx'
import { FactGrid } from '../parts/fact-grid.tsx'

type Name =
  | 'received'
  | 'occurred'
  | 'finished'
  | 'next'
  | 'attempts'
  | 'version'
  | 'key'
  | 'record'
  | 'customer'
  | 'tenant'
  | 'connection'
  | 'request'

interface NamedProps {
  name: Name
  children: ReactNode
}

/** A fact that nobody knows is left out. */
const Named = ({ name, children }: NamedProps) =>
  children === null ? null : <Fact name={consoleText(`inbox.event.${name}`)}>{children}</Fact>

const code = (text: string | null) => (text === null ? null : <CodeText>{text}</CodeText>)
const when = (at: string | null) => (at === null ? null : <TimeText at={at} form="moment" />)

function Who({ event }: { event: InboxEventView }) {
  const { tenant, connection, externalCustomerId, kind, externalId } = event
  return (
    <>
      <Named name="record">
        {externalId === null ? null : (
          <>
            {kind === null ? null : `${consoleText(`shell.kind.${kind}`)} `}
            <CodeText>{externalId}</CodeText>
          </>
        )}
      </Named>
      <Named name="tenant">
        {tenant === null ? (
          <span className="text-faint">{consoleText('inbox.event.noTenant')}</span>
        ) : (
          <Link to={inboxPath(NO_FILTER, { tenantId: tenant.id })} className="link">
            {tenant.name}
          </Link>
        )}
      </Named>
      <Named name="customer">{code(externalCustomerId)}</Named>
      <Named name="connection">
        <Link to={connectionPath(connection.id)} className="link">
          {connection.name}
        </Link>
      </Named>
    </>
  )
}

export function EventFacts({ event }: { event: InboxEventView }) {
  const format = useFormat()
  const { version } = event
  return (
    <FactGrid>
      <Who event={event} />
      <Named name="received">{when(event.receivedAt)}</Named>
      <Named name="occurred">{when(event.occurredAt)}</Named>
      <Named name="finished">{when(event.finishedAt)}</Named>
      <Named name="next">{when(event.state === 'pending' ? event.dueAt : null)}</Named>
      <Named name="attempts">{format.number(event.attempts)}</Named>
      <Named name="version">{version === null ? null : String(version)}</Named>
      <Named name="key">{code(event.eventKey)}</Named>
      <Named name="request">{code(event.requestId)}</Named>
    </FactGrid>
  )
}
