/** What a list page knows beside its data: rows held still, what is selected, and what was chosen a moment ago. */
import { useLocation, useNavigation } from 'react-router'
import { useSelection, type Selection } from '../../ui/list/use-selection.ts'
import { useHeldRows, type HeldRows } from './hold-rows.ts'

interface ListPage<Row, Query> {
  held: HeldRows<Row>
  selection: Selection<Row>
  /** Another page of this list is on its way. */
  waits: boolean
  /** Controls follow the choice at once; a second choice before the answer builds on the first. */
  chosen: Query
}

export function useListPage<Row extends { id: string }, Query extends { view: string }>(
  rows: readonly Row[],
  query: Query,
  read: (params: URLSearchParams) => Query,
): ListPage<Row, Query> {
  const { pathname, search } = useLocation()
  const going = useNavigation().location
  const held = useHeldRows<Row>(rows, search)
  const selection = useSelection<Row>(query.view)
  const waits = going?.pathname === pathname && going.search !== search
  const chosen = waits ? read(new URLSearchParams(going.search)) : query
  return { held, selection, waits, chosen }
}
