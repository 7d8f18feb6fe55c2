/** Why a list is empty: nothing yet, nothing in this view, or nothing that matches. */
import { SearchX, type LucideIcon } from 'lucide-react'
import { Link } from 'react-router'
import { buttonClass } from '../../ui/action/button.tsx'
import { Blank } from '../../ui/show/blank.tsx'
import { useText } from '../../ui/text/use-text.tsx'
import type { ListCodec } from './list-query.ts'

interface Words {
  title: string
  help: string
}

interface ListBlankProps<View extends string, Query> {
  icon: LucideIcon
  codec: ListCodec<View, Query>
  query: Query
  /** What the list is for, said on its first view. */
  empty: Words
  /** Why another view is empty; null on the first one. */
  noneInView: Words | null
  /** The first view, which holds everything, and the words of the way there. */
  first: { view: View; action: string }
}

export function ListBlank<View extends string, Query extends { q: string }>(
  props: ListBlankProps<View, Query>,
) {
  const { icon, codec, query, empty, noneInView, first } = props
  const text = useText()
  const action = (to: Query, words: string) => (
    <Link to={codec.toSearch(to) || '?'} className={buttonClass('secondary')}>
      {words}
    </Link>
  )
  if (codec.hasFilters(query)) {
    const { q } = query
    return (
      <Blank
        icon={SearchX}
        title={q === '' ? text('list.noMatch.filters') : text('list.noMatch.words', { words: q })}
        help={text('list.noMatch.help')}
        action={action(codec.clearFilters(query), text('list.filter.clear'))}
      />
    )
  }
  if (noneInView === null) return <Blank icon={icon} {...empty} />
  return (
    <Blank
      icon={icon}
      {...noneInView}
      action={action(codec.changeView(query, first.view), first.action)}
    />
  )
}
