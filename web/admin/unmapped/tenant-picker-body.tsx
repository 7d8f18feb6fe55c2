/** Choosing a tenant by name. The combobox itself is cmdk's: arrows move, Enter chooses, the field keeps the focus. */
import { useState } from 'react'
import { Command } from 'cmdk'
import { Search } from 'lucide-react'
import { consoleText } from '../../languages/console-text.ts'
import { Icon } from '../../ui/icon.tsx'
import { TenantMark } from '../../ui/show/tenant-mark.tsx'
import { useFormat } from '../../ui/text/use-text.tsx'
import type { TenantChoice } from '../api.ts'
import { useTenantSearch, type Found } from './use-tenant-search.ts'

export interface TenantPickerProps {
  onChoose: (tenant: TenantChoice) => void
}

const ITEM =
  'flex h-9 cursor-default items-center gap-2 rounded-2 px-2 text-dense select-none ' +
  'data-[selected=true]:bg-float-hover phone:h-11'

function useMessage({ tenants, isSearching }: Found, words: string): string {
  const format = useFormat()
  if (isSearching) return consoleText('unmapped.link.searching')
  if (tenants.length === 0) return consoleText('unmapped.link.noTenant', { words })
  const count = tenants.length
  return consoleText('unmapped.link.found', { count, number: format.number(count) })
}

export default function TenantPicker({ onChoose }: TenantPickerProps) {
  const [typed, setTyped] = useState('')
  const found = useTenantSearch(typed.trim())
  const message = useMessage(found, typed.trim())
  return (
    <Command
      label={consoleText('unmapped.link.tenant')}
      shouldFilter={false}
      loop
      className="rounded-2 border border-line-field bg-surface has-[input:focus-visible]:outline-2 has-[input:focus-visible]:-outline-offset-1 has-[input:focus-visible]:outline-brand-ink"
    >
      <div className="flex items-center gap-2 border-b border-line px-2.5">
        <Icon of={Search} className="text-faint" />
        <Command.Input
          autoFocus
          value={typed}
          onValueChange={setTyped}
          placeholder={consoleText('unmapped.link.search')}
          className="h-(--control) min-w-0 grow bg-transparent text-field outline-none"
        />
      </div>
      <Command.List
        label={consoleText('unmapped.link.tenant')}
        className="h-48 overflow-y-auto p-1 text-ink"
      >
        {found.tenants.map((tenant) => (
          <Command.Item
            key={tenant.id}
            value={tenant.id}
            onSelect={() => onChoose(tenant)}
            className={ITEM}
          >
            <TenantMark name={tenant.name} other />
            <span className="grow truncate">{tenant.name}</span>
            <span className="text-meta text-faint">{tenant.slug}</span>
          </Command.Item>
        ))}
      </Command.List>
      <p role="status" className="border-t border-line px-2.5 py-1.5 text-meta text-faint">
        {message}
      </p>
    </Command>
  )
}
