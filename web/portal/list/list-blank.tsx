/** Why a list is empty: nothing yet, nothing in this view, or nothing that matches. */
import { SearchX, type LucideIcon } from 'lucide-react'
import { Link } from 'react-router'
import { buttonClass } from '../../ui/action/button.tsx'
import { Blank } from '../../ui/show/blank.tsx'
import { useText } from '../../ui/text/use-text.tsx'
import type { WhyEmpty } from './list-query.ts'

interface Words {
  title: string
  help: string
}

interface ListBlankProps extends Pick<WhyEmpty<string>, 'filtered' | 'all'> {
  icon: LucideIcon
  /** What the list is for, said on its first view. */
  empty: Words
  /** Why another view is empty, and the words of the way to everything; null on the first one. */
  noneInView: (Words & { action: string }) | null
}

export function ListBlank({ icon, filtered, all, empty, noneInView }: ListBlankProps) {
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
  if (noneInView === null) return <Blank icon={icon} {...empty} />
  const { title, help } = noneInView
  return <Blank icon={icon} {...{ title, help }} action={action(all, noneInView.action)} />
}
