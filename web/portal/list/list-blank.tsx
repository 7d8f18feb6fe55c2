/** Why a list is empty: nothing yet, nothing in this view, or nothing that matches. */
import { SearchX, type LucideIcon } from 'lucide-react'
import { Link } from 'react-router'
import { buttonClass } from '../../ui/action/button.tsx'
import { Blank } from '../../ui/show/blank.tsx'
import { useText } from '../../ui/text/use-text.tsx'

interface Words {
  title: string
  help: string
}

interface ListBlankProps {
  icon: LucideIcon
  /** The words searched for, when search or filters are on; null: neither is. */
  filtered: { q: string; clear: string } | null
  /** What the list is for, on its first view; null: on another view. */
  empty: Words | null
  noneInView: Words & { action: string; all: string }
}

export function ListBlank({ icon, filtered, empty, noneInView }: ListBlankProps) {
  const text = useText()
  const action = (to: string, words: string) => (
    <Link to={to || '?'} className={buttonClass('secondary')}>
      {words}
    </Link>
  )
  if (filtered !== null) {
    const { q, clear } = filtered
    return (
      <Blank
        icon={SearchX}
        title={q === '' ? text('list.noMatch.filters') : text('list.noMatch.words', { words: q })}
        help={text('list.noMatch.help')}
        action={action(clear, text('list.filter.clear'))}
      />
    )
  }
  if (empty !== null) return <Blank icon={icon} {...empty} />
  return (
    <Blank
      icon={icon}
      title={noneInView.title}
      help={noneInView.help}
      action={action(noneInView.all, noneInView.action)}
    />
  )
}
