/** The bar of what is selected, fetched with the first selection. */
import type { Money } from '#workflows/contracts/sources.ts'
import { createLazyPart } from '../../ui/float/lazy-part.tsx'
import type { Selection } from '../../ui/list/use-selection.ts'

export interface ListSelectionBodyProps {
  ids: string[]
  amounts: (Money | null)[]
  /** Address of the file, to which the ids are added; null: not for this member. */
  csv: string | null
  onClear: () => void
}

const body = createLazyPart<ListSelectionBodyProps>(() => import('./list-selection-body.tsx'))

interface ListSelectionProps<Row extends { id: string }> {
  selection: Selection<Row>
  /** What a row adds to the sum; null: no money, or not for this member. */
  amountOf: (row: Row) => Money | null
  csv: string | null
}

export function ListSelection<Row extends { id: string }>(props: ListSelectionProps<Row>) {
  const { selection, amountOf, csv } = props
  const { items, clear } = selection
  if (items.length === 0) return null
  return (
    <body.Part
      ids={items.map(({ id }) => id)}
      amounts={items.map(amountOf)}
      csv={csv}
      onClear={clear}
    />
  )
}
