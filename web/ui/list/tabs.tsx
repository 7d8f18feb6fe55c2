/** Views of one list as links, each with its count where it has one; the current one is underlined in the brand. */
import { Link } from 'react-router'
import { cx } from '../cx.ts'

export interface Tab {
  to: string
  label: string
  count?: string
  current: boolean
}

export function Tabs({ label, tabs }: { label: string; tabs: Tab[] }) {
  return (
    <nav
      aria-label={label}
      className="-mx-4 mb-4 flex gap-5 overflow-x-auto border-b border-line px-4 [scrollbar-width:none] desk:mx-0 desk:px-0"
    >
      {tabs.map((tab) => (
        <Link
          key={tab.label}
          to={tab.to}
          prefetch="intent"
          preventScrollReset
          aria-current={tab.current ? 'page' : undefined}
          className={cx(
            '-mb-px flex items-center gap-1.5 border-b-2 pt-2 pb-2.5 font-medium whitespace-nowrap transition-colors focus-visible:-outline-offset-2',
            tab.current ? 'border-brand-ink' : 'border-transparent text-soft hover:text-ink',
          )}
        >
          {tab.label}
          {tab.count === undefined ? null : (
            <span className="font-normal text-faint tabular-nums">{tab.count}</span>
          )}
        </Link>
      ))}
    </nav>
  )
}
