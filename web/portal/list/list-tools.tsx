/** Above a list: search, filters, how fresh it is, and what is waiting to be shown. */
import type { ReactNode } from 'react'
import { ArrowUp } from 'lucide-react'
import { Icon } from '../../ui/icon.tsx'
import { ChipButton } from '../../ui/list/chip.tsx'
import { Freshness } from '../../ui/show/freshness.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { FreshnessView } from '../api.ts'

interface ListToolsProps {
  search: ReactNode
  /** Chips on desktop. */
  filters: ReactNode
  /** What takes their place on phones. */
  phone: ReactNode
  freshness: FreshnessView | undefined
  waiting: number
  onShowWaiting: () => void
}

export function ListTools(props: ListToolsProps) {
  const { search, filters, phone, freshness, waiting, onShowWaiting } = props
  const text = useText()
  const format = useFormat()
  return (
    <div className="mb-2 flex flex-wrap items-center gap-2">
      {search}
      <span className="hidden flex-wrap gap-2 desk:flex">{filters}</span>
      {phone}
      {freshness === undefined && waiting === 0 ? null : (
        <span className="ml-auto flex min-h-(--chip) items-center gap-2 phone:w-full phone:justify-between">
          {freshness === undefined ? null : (
            <Freshness source={freshness.source} seenAt={freshness.seenAt} />
          )}
          {waiting > 0 ? (
            <ChipButton onClick={onShowWaiting} title={text('list.showNew')} className="rise">
              <Icon of={ArrowUp} size={14} />
              <strong className="font-medium text-ink">
                {text('list.new', { count: waiting, number: format.number(waiting) })}
              </strong>
            </ChipButton>
          ) : null}
        </span>
      )}
    </div>
  )
}
