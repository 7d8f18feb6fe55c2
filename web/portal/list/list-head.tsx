/** The head of a list: its name, the file of everything it shows, and its views with their counts. */
import { Download } from 'lucide-react'
import { buttonClass } from '../../ui/action/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Tabs, type Tab } from '../../ui/list/tabs.tsx'
import { useText } from '../../ui/text/use-text.tsx'

interface ListHeadProps {
  title: string
  /** Null: nothing to download, or not for this member. */
  csv: { href: string; help: string } | null
  tabs: Tab[]
}

export function ListHead({ title, csv, tabs }: ListHeadProps) {
  const text = useText()
  return (
    <>
      <div className="mb-3 flex min-h-8 items-start gap-4">
        <h1 className="grow">{title}</h1>
        {csv === null ? null : (
          <a href={csv.href} download title={csv.help} className={buttonClass('secondary')}>
            <Icon of={Download} />
            {text('list.csv')}
          </a>
        )}
      </div>
      <Tabs label={text('list.views')} tabs={tabs} />
    </>
  )
}
