/** The numbers of one connection; each leads to the rows behind it. */
import { Link } from 'react-router'
import { consoleText } from '../../languages/console-text.ts'
import { Fact } from '../../ui/show/facts.tsx'
import { TimeText } from '../../ui/text/time-text.tsx'
import { useNow } from '../../ui/text/use-now.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { ConnectionView } from '../api.ts'
import { errorRateOf, inboxOf, tenantsOf } from '../connections/links.ts'
import { CodeText } from '../parts/code-text.tsx'
import { FactGrid } from '../parts/fact-grid.tsx'
import { CountLink, exact } from '../parts/count-link.tsx'
import { lagText } from '../parts/duration.ts'
import { percentText } from '../parts/percent.ts'

interface FactsProps {
  connection: ConnectionView['connection']
}

const When = ({ at }: { at: string | null }) =>
  at === null ? consoleText('shell.never') : <TimeText at={at} form="ago" />

function Hour({ connection }: FactsProps) {
  const format = useFormat()
  const { count, share } = errorRateOf(connection)
  const { failed, refused, received } = connection.hour
  const help = consoleText('connections.errorsHelp', {
    failed: format.number(failed),
    refused: format.number(refused),
    received: format.number(received.n),
  })
  return (
    <Fact name={consoleText('connection.fact.hour')}>
      <span title={help}>
        <CountLink
          count={exact(count)}
          to={failed > 0 ? inboxOf(connection.id, 'quarantined') : '#refused'}
          label={(number) =>
            consoleText('connections.show.errors', { name: connection.name, number })
          }
        />
        {count === 0 ? null : (
          <span className="ml-1.5 text-meta text-faint">{percentText(share)}</span>
        )}
      </span>
    </Fact>
  )
}

function Counts({ connection }: FactsProps) {
  const { id, name } = connection
  const outcomes = { backlog: 'waiting', quarantined: 'quarantined', unmapped: 'unmapped' } as const
  return (['backlog', 'quarantined', 'unmapped'] as const).map((what) => (
    <Fact key={what} name={consoleText(`connection.fact.${what}`)}>
      <CountLink
        count={connection[what]}
        to={inboxOf(id, outcomes[what])}
        label={(number) => consoleText(`connections.show.${what}`, { name, number })}
      />
    </Fact>
  ))
}

export function ConnectionFactsList({ connection }: FactsProps) {
  const text = useText()
  const format = useFormat()
  const now = useNow()
  const { id, name, source, baseUrl } = connection
  return (
    <>
      <FactGrid>
        <Fact name={consoleText('connection.fact.success')}>
          <When at={connection.lastSuccessAt} />
        </Fact>
        <Fact name={consoleText('connection.fact.event')}>
          <When at={connection.lastEventAt} />
        </Fact>
        <Fact name={consoleText('connection.fact.lag')}>{lagText(connection.lagSeconds)}</Fact>
        <Counts connection={connection} />
        <Hour connection={connection} />
        <Fact name={consoleText('connection.fact.tenants')}>
          <CountLink
            count={exact(connection.tenants)}
            to={tenantsOf(id)}
            label={(number) => consoleText('connections.show.tenants', { name, number })}
          />
        </Fact>
      </FactGrid>
      <p className="mt-4 flex flex-wrap items-baseline gap-x-4 gap-y-1 text-dense text-soft">
        <span>{text(`common.source.${source}`)}</span>
        <CodeText>{baseUrl}</CodeText>
        <Link to={inboxOf(id)} className="link">
          {consoleText('connection.allEvents')}
        </Link>
        {connection.oldSecretsUntil === null ? null : (
          <span suppressHydrationWarning>
            {consoleText('connection.oldSecrets', {
              when: format.moment(connection.oldSecretsUntil, now),
            })}
          </span>
        )}
      </p>
    </>
  )
}
