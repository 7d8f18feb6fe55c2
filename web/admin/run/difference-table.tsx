/** What differs, record by record: what kind of difference, whose, and which facts from what is here to the source. */
import { CircleDashed, CircleMinus, GitCompare, Shuffle, type LucideIcon } from 'lucide-react'
import { Link } from 'react-router'
import { consoleText } from '../../languages/console-text.ts'
import { State } from '../../ui/show/state.tsx'
import { useFormat } from '../../ui/text/use-text.tsx'
import type { DifferenceView } from '../api.ts'
import { CodeText } from '../parts/code-text.tsx'
import { factText } from './fact-text.ts'

const ICONS: Record<DifferenceView['difference'], LucideIcon> = {
  lacking: CircleDashed,
  differing: GitCompare,
  elsewhere: Shuffle,
  extra: CircleMinus,
}

/** `promisedOn` → `promised on` */
const wordsOf = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)

function Fact({ fact: { name, values } }: { fact: DifferenceView['facts'][number] }) {
  const format = useFormat()
  return (
    <span className="flex flex-wrap items-center gap-x-1.5">
      <span className="text-faint">{wordsOf(name)}</span>
      {values === null ? null : (
        <>
          <del className="break-words text-soft">{factText(values.here, format)}</del>
          <span aria-hidden className="text-faint">
            →
          </span>
          <ins className="break-words no-underline">{factText(values.source, format)}</ins>
        </>
      )}
    </span>
  )
}

function Row({ row }: { row: DifferenceView }) {
  const { externalId, difference, tenant, facts } = row
  return (
    <tr>
      <td className="id">
        <Link
          to={`/admin/inbox?${new URLSearchParams({ q: externalId }).toString()}`}
          className="link"
        >
          <CodeText>{externalId}</CodeText>
        </Link>
      </td>
      <td className="sum" title={consoleText(`run.differenceHelp.${difference}`)}>
        <State
          icon={ICONS[difference]}
          tone="warn"
          word={consoleText(`run.difference.${difference}`)}
        />
      </td>
      <td className="max-w-44 truncate" data-label={consoleText('run.list.tenant')}>
        {tenant.name}
      </td>
      <td className="title text-dense">
        {facts.map((fact) => (
          <Fact key={fact.name} fact={fact} />
        ))}
        {difference === 'differing' && facts.length === 0 ? (
          <span className="text-faint">{consoleText('run.parts')}</span>
        ) : null}
      </td>
    </tr>
  )
}

export function DifferenceTable({ rows }: { rows: DifferenceView[] }) {
  return (
    <table className="table cards phone:block">
      <caption className="sr-only">{consoleText('run.list.caption')}</caption>
      <thead>
        <tr>
          <th scope="col">{consoleText('run.list.record')}</th>
          <th scope="col">{consoleText('run.list.difference')}</th>
          <th scope="col">{consoleText('run.list.tenant')}</th>
          <th scope="col" className="title">
            {consoleText('run.list.facts')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.externalId} row={row} />
        ))}
      </tbody>
    </table>
  )
}
