/** The head of a list: its name, the file of everything it shows, and its views with their counts. */
import { Download } from 'lucide-react'
import { buttonClass } from '../../ui/action/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Tabs } from '../../ui/list/tabs.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { ListCodec } from './list-query.ts'

interface ListHeadProps<View extends string, Query extends { view: View }> {
  title: string
  codec: ListCodec<View, Query>
  query: Query
  views: readonly View[]
  /** Null: what grows without end is not counted view by view. */
  counts: Record<View, number> | null
  viewName: (view: View) => string
  /** The address of the file; null: nothing to download, or not for this member. */
  file: string | null
  fileHelp: string
}

export function ListHead<View extends string, Query extends { view: View }>(
  props: ListHeadProps<View, Query>,
) {
  const { title, codec, query, views, counts, viewName, file, fileHelp } = props
  const text = useText()
  const format = useFormat()
  return (
    <>
      <div className="mb-3 flex min-h-8 items-start gap-4">
        <h1 className="grow">{title}</h1>
        {file === null ? null : (
          <a
            href={`${file}${codec.toSearch(codec.pageAt(query, null))}`}
            download
            title={fileHelp}
            className={buttonClass('secondary')}
          >
            <Icon of={Download} />
            {text('list.csv')}
          </a>
        )}
      </div>
      <Tabs
        label={text('list.views')}
        tabs={views.map((view) => ({
          to: codec.toSearch(codec.changeView(query, view)) || '?',
          label: viewName(view),
          ...(counts === null ? {} : { count: format.number(counts[view]) }),
          current: view === query.view,
        }))}
      />
    </>
  )
}
