/** The command palette: pages at once, orders as one types. The combobox itself is cmdk's. */
import { useState, type ReactNode } from 'react'
import { Command } from 'cmdk'
import { Package, Search } from 'lucide-react'
import { useNavigate } from 'react-router'
import { Icon } from '../../ui/icon.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { OrderRow } from '../api.ts'
import { toSearch, readOrdersQuery } from '../orders/orders-query.ts'
import { OrderState } from '../orders/parts/order-state.tsx'
import { placesFor } from './places.ts'
import { useOrderSearch, type Found } from './use-order-search.ts'
import { usePermission, useSession } from './use-session.ts'

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

function useMessage(words: string, count: number, state: Found['state']): string {
  const text = useText()
  const format = useFormat()
  if (state === 'searching') return text('shell.search.searching')
  if (state === 'failed') return text('shell.search.failed')
  if (count === 0) return text('shell.search.none', { words })
  return text('shell.search.found', { count, number: format.number(count) })
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

function Choices({ words, found, pages, go }: ChoicesProps) {
  const text = useText()
  const search = toSearch(readOrdersQuery(new URLSearchParams({ q: words })))
  return (
    <Command.List label={text('shell.search.title')} className="max-h-[50dvh] overflow-y-auto p-1">
      {pages.length > 0 ? (
        <Group label={text('shell.search.pages')}>
          {pages.map(({ name, path, icon, label }) => (
            <Choice key={name} id={name} onChoose={() => go(path)}>
              <Icon of={icon} className="text-faint" />
              {label}
            </Choice>
          ))}
        </Group>
      ) : null}
      {found.rows.length > 0 ? (
        <Group label={text(words === '' ? 'shell.search.recent' : 'shell.search.orders')}>
          {found.rows.map((row) => (
            <Choice key={row.id} id={row.id} onChoose={() => go(`orders/${row.id}`)}>
              <OrderWords row={row} />
            </Choice>
          ))}
          {words === '' ? null : (
            <Choice id="all" onChoose={() => go(`orders${search}`)}>
              <Icon of={Search} className="text-faint" />
              {text('shell.search.all', { words })}
            </Choice>
          )}
        </Group>
      ) : null}
    </Command.List>
  )
}

export default function Palette({ close }: PaletteProps) {
  const text = useText()
  const navigate = useNavigate()
  const { tenant } = useSession()
  const [typed, setTyped] = useState('')
  const words = typed.trim()
  const found = useOrderSearch(words, usePermission('orders:view'))
  const pages = usePages(words)
  const message = useMessage(words, pages.length + found.rows.length, found.state)
  // The first choice is always ready for Enter, also when what was picked is no longer there.
  const [picked, setPicked] = useState('')
  const ids = [...pages.map(({ name }) => name), ...found.rows.map(({ id }) => id), 'all']
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
          placeholder={text('shell.search.placeholder')}
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
