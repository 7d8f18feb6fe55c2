/** The command palette: pages at once, orders, projects and invoices as one types. The combobox itself is cmdk's. */
import '../../languages/pages/palette.ts'
import '../../languages/pages/projects.ts'
import { useState, type ReactNode } from 'react'
import { Command } from 'cmdk'
import { FolderKanban, Package, ReceiptText, Search } from 'lucide-react'
import { useNavigate } from 'react-router'
import { Icon } from '../../ui/icon.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { OrderRow } from '../api.ts'
import type { InvoiceRow } from '../billing-api.ts'
import { InvoiceState } from '../invoices/parts/invoice-state.tsx'
import { useInvoiceName } from '../invoices/parts/use-invoice-name.ts'
import { OrderState } from '../orders/parts/order-state.tsx'
import { ProjectState } from '../projects/parts/project-state.tsx'
import type { ProjectRow } from '../projects-api.ts'
import { placesFor } from './places.ts'
import { useSearch, type Found } from './use-search.ts'
import { useSearchHint } from './use-search-hint.ts'
import { useSession } from './use-session.ts'

export interface PaletteProps {
  close: () => void
}

const ITEM =
  'flex h-9 cursor-default items-center gap-3 rounded-2 px-3 text-dense select-none ' +
  'data-[selected=true]:bg-float-hover phone:h-11'

interface ChoiceProps {
  id: string
  onChoose: () => void
  children: ReactNode
}

const Choice = ({ id, onChoose, children }: ChoiceProps) => (
  <Command.Item value={id} onSelect={onChoose} className={ITEM}>
    {children}
  </Command.Item>
)

function Group({ label, children }: { label: string; children: ReactNode }) {
  const heading = <span className="block px-3 pt-2 pb-1 text-meta text-faint">{label}</span>
  return <Command.Group heading={heading}>{children}</Command.Group>
}

const OrderWords = ({ row }: { row: OrderRow }) => (
  <>
    <Icon of={Package} className="text-faint" />
    <span className="font-medium">{row.number}</span>
    <span className="min-w-0 grow truncate text-soft">{row.title}</span>
    <OrderState state={row.state} className="text-meta" />
  </>
)

const ProjectWords = ({ row }: { row: ProjectRow }) => (
  <>
    <Icon of={FolderKanban} className="text-faint" />
    <span className="font-medium whitespace-nowrap">{row.number}</span>
    <span className="min-w-0 grow truncate text-soft">{row.title}</span>
    <ProjectState state={row.state} className="text-meta" />
  </>
)

const InvoiceWords = ({ row }: { row: InvoiceRow }) => (
  <>
    <Icon of={ReceiptText} className="text-faint" />
    <span className="font-medium whitespace-nowrap">{useInvoiceName()(row)}</span>
    <span className="min-w-0 grow truncate text-soft">{row.description}</span>
    <InvoiceState state={row.state} className="text-meta" />
  </>
)

function useMessage(words: string, count: number, state: Found['state']): string {
  const text = useText()
  const format = useFormat()
  if (state === 'searching') return text('palette.searching')
  if (state === 'failed') return text('palette.failed')
  if (count === 0) return text('palette.none', { words })
  return text('palette.found', { count, number: format.number(count) })
}

function usePages(words: string) {
  const text = useText()
  const { permissions } = useSession()
  return placesFor(permissions)
    .map((place) => ({ ...place, label: text(`shell.place.${place.name}`) }))
    .filter(({ label }) => label.toLowerCase().includes(words.toLowerCase()))
}

interface ChoicesProps {
  words: string
  found: Found
  pages: ReturnType<typeof usePages>
  go: (path: string) => void
}

/** What was found of one kind, and the way to all of it in its list. */
interface FoundGroupProps {
  words: string
  label: string
  /** Folder of the list below the tenant, which is also where single ones are. */
  path: 'orders' | 'projects' | 'invoices'
  all: string
  rows: readonly { id: string; content: ReactNode }[]
  go: ChoicesProps['go']
}

function FoundGroup({ words, label, path, all, rows, go }: FoundGroupProps) {
  if (rows.length === 0) return null
  return (
    <Group label={label}>
      {rows.map(({ id, content }) => (
        <Choice key={id} id={id} onChoose={() => go(`${path}/${id}`)}>
          {content}
        </Choice>
      ))}
      {words === '' ? null : (
        <Choice id={path} onChoose={() => go(`${path}?${new URLSearchParams({ q: words })}`)}>
          <Icon of={Search} className="text-faint" />
          {all}
        </Choice>
      )}
    </Group>
  )
}

function Choices({ words, found, pages, go }: ChoicesProps) {
  const text = useText()
  const isRecent = words === ''
  return (
    <Command.List label={text('shell.search.title')} className="max-h-[50dvh] overflow-y-auto p-1">
      {pages.length > 0 ? (
        <Group label={text('palette.pages')}>
          {pages.map(({ name, path, icon, label }) => (
            <Choice key={name} id={`page ${name}`} onChoose={() => go(path)}>
              <Icon of={icon} className="text-faint" />
              {label}
            </Choice>
          ))}
        </Group>
      ) : null}
      <FoundGroup
        {...{ words, go }}
        path="orders"
        label={text(isRecent ? 'palette.recentOrders' : 'palette.orders')}
        all={text('palette.allOrders', { words })}
        rows={found.orders.map((row) => ({ id: row.id, content: <OrderWords row={row} /> }))}
      />
      <FoundGroup
        {...{ words, go }}
        path="projects"
        label={text(isRecent ? 'palette.recentProjects' : 'palette.projects')}
        all={text('palette.allProjects', { words })}
        rows={found.projects.map((row) => ({ id: row.id, content: <ProjectWords row={row} /> }))}
      />
      <FoundGroup
        {...{ words, go }}
        path="invoices"
        label={text(isRecent ? 'palette.recentInvoices' : 'palette.invoices')}
        all={text('palette.allInvoices', { words })}
        rows={found.invoices.map((row) => ({ id: row.id, content: <InvoiceWords row={row} /> }))}
      />
    </Command.List>
  )
}

export default function Palette({ close }: PaletteProps) {
  const text = useText()
  const navigate = useNavigate()
  const { tenant } = useSession()
  const [typed, setTyped] = useState('')
  const words = typed.trim()
  const found = useSearch(words)
  const rows = [...found.orders, ...found.projects, ...found.invoices]
  const pages = usePages(words)
  const message = useMessage(words, pages.length + rows.length, found.state)
  // The first choice is always ready for Enter, also when what was picked is no longer there.
  const [picked, setPicked] = useState('')
  const ids = [
    ...pages.map(({ name }) => `page ${name}`),
    ...rows.map(({ id }) => id),
    'orders',
    'projects',
    'invoices',
  ]
  const current = ids.includes(picked) ? picked : ids[0]
  const go = (path: string) => {
    close()
    void navigate(`/t/${tenant.slug}/${path}`)
  }
  return (
    <Command
      label={text('shell.search.title')}
      shouldFilter={false}
      loop
      value={current ?? ''}
      onValueChange={setPicked}
    >
      <div className="flex items-center gap-3 border-b border-line px-4">
        <Icon of={Search} className="text-faint" />
        <Command.Input
          autoFocus
          value={typed}
          onValueChange={setTyped}
          placeholder={text(`palette.placeholder.${useSearchHint()}`)}
          className="h-12 min-w-0 grow bg-transparent text-field outline-none"
        />
      </div>
      <Choices {...{ words, found, pages, go }} />
      <p role="status" className="border-t border-line px-4 py-2 text-meta text-faint">
        {message}
      </p>
    </Command>
  )
}
