/** What staff did last, refusals included: what it was, by whom, and what became of it. */
import { CircleCheck, CircleX } from 'lucide-react'
import { consoleText } from '../../languages/console-text.ts'
import { State } from '../../ui/show/state.tsx'
import { TimeText } from '../../ui/text/time-text.tsx'
import { useFormat } from '../../ui/text/use-text.tsx'
import type { StaffDeed } from '../api.ts'
import { deedWords } from './deed-words.ts'

const COLUMNS = ['what', 'by', 'outcome', 'at'] as const
const column = (name: (typeof COLUMNS)[number]) => consoleText(`staff.deeds.column.${name}`)

function Outcome({ deed: { refused, ended } }: { deed: StaffDeed }) {
  const format = useFormat()
  if (refused !== null) {
    return (
      <>
        <State icon={CircleX} tone="warn" word={consoleText('staff.deeds.refused')} />
        <span className="block text-meta text-faint">
          {consoleText(`command.problem.${refused}`)}
        </span>
      </>
    )
  }
  const number = format.number(ended)
  return (
    <>
      <State icon={CircleCheck} tone="ok" word={consoleText('staff.deeds.done')} />
      {ended === 0 ? null : (
        <span className="ml-1.5 text-meta text-faint">
          {consoleText('staff.deeds.ended', { count: ended, number })}
        </span>
      )}
    </>
  )
}

export function DeedList({ deeds }: { deeds: StaffDeed[] }) {
  if (deeds.length === 0)
    return <p className="py-4 text-faint">{consoleText('staff.deeds.none')}</p>
  return (
    <table className="table cards phone:block">
      <caption className="sr-only">{consoleText('staff.deeds.caption')}</caption>
      <thead>
        <tr>
          {COLUMNS.map((name) => (
            <th key={name} scope="col" className={name === 'what' ? 'title' : undefined}>
              {column(name)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {deeds.map((deed) => (
          <tr key={deed.id}>
            <td className="title">
              {deedWords(deed)}
              {deed.because === null ? null : (
                <span className="block max-w-[60ch] text-meta break-words text-faint">
                  {deed.because}
                </span>
              )}
            </td>
            <td data-label={column('by')}>{deed.by}</td>
            <td data-label={column('outcome')}>
              <Outcome deed={deed} />
            </td>
            <td data-label={column('at')} className="text-soft">
              <TimeText at={deed.at} form="ago" />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
