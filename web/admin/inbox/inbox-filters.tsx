/** What the inbox is narrowed to. A form of its own, so that it works before and without any script. */
import { useRef } from 'react'
import { X } from 'lucide-react'
import { Form, Link, useSubmit } from 'react-router'
import { consoleText } from '../../languages/console-text.ts'
import { Button } from '../../ui/action/button.tsx'
import { Input } from '../../ui/form/input.tsx'
import { Select } from '../../ui/form/select.tsx'
import { Icon } from '../../ui/icon.tsx'
import type { InboxView } from '../api.ts'
import {
  inboxPath,
  isFiltered,
  KINDS,
  OUTCOME_FILTERS,
  RECEIVED_FILTERS,
  type InboxQuery,
} from './inbox-query.ts'

interface FiltersProps {
  query: InboxQuery
  view: Pick<InboxView, 'connections' | 'tenantName'>
}

interface ChoiceProps {
  name: 'outcome' | 'connection' | 'kind' | 'received'
  value: string | null
  options: readonly { value: string; words: string }[]
  onChoose: () => void
}

function Choice({ name, value, options, onChoose }: ChoiceProps) {
  const label = consoleText(`inbox.filter.${name}`)
  return (
    <Select
      name={name}
      aria-label={label}
      defaultValue={value ?? ''}
      onChange={onChoose}
      className="h-(--control) max-w-38 text-dense phone:max-w-[calc(50%-4px)]"
    >
      <option value="">{`${label}: ${consoleText('inbox.filter.all')}`}</option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.words}
        </option>
      ))}
    </Select>
  )
}

const CHIP =
  'inline-flex h-(--chip) items-center gap-1 rounded-2 border border-line-strong px-2 text-dense text-soft hover:bg-hover hover:text-ink'

/** Filters that are only ever reached by a link: shown, and taken away by a press. */
function Chips({ query, view }: FiltersProps) {
  const chips = [
    query.tenantId === null
      ? null
      : {
          words:
            view.tenantName === null
              ? consoleText('inbox.filter.tenantUnknown')
              : consoleText('inbox.filter.tenant', { name: view.tenantName }),
          to: inboxPath(query, { tenantId: null }),
        },
    query.customer === null
      ? null
      : {
          words: consoleText('inbox.filter.customer', { name: query.customer }),
          to: inboxPath(query, { customer: null }),
        },
  ].filter((chip) => chip !== null)
  return chips.map(({ words, to }) => (
    <Link
      key={words}
      to={to}
      aria-label={consoleText('inbox.filter.remove', { name: words })}
      className={CHIP}
    >
      {words}
      <Icon of={X} size={14} className="text-faint" />
    </Link>
  ))
}

function Choices({ query, view, onChoose }: FiltersProps & { onChoose: () => void }) {
  const words = {
    outcome: OUTCOME_FILTERS.map((value) => ({
      value,
      words: consoleText(`inbox.filter.${value}`),
    })),
    connection: view.connections.map(({ id, name }) => ({ value: id, words: name })),
    kind: KINDS.map((value) => ({ value, words: consoleText(`shell.kinds.${value}`) })),
    received: RECEIVED_FILTERS.map((value) => ({
      value,
      words: consoleText(`inbox.filter.${value}`),
    })),
  }
  return (
    <>
      <Choice name="outcome" value={query.outcome} onChoose={onChoose} options={words.outcome} />
      <Choice
        name="connection"
        value={query.connectionId}
        onChoose={onChoose}
        options={words.connection}
      />
      <Choice name="kind" value={query.kind} onChoose={onChoose} options={words.kind} />
      <Choice name="received" value={query.received} onChoose={onChoose} options={words.received} />
    </>
  )
}

export function InboxFilters({ query, view }: FiltersProps) {
  const form = useRef<HTMLFormElement>(null)
  const submit = useSubmit()
  const go = () => void submit(form.current, { preventScrollReset: true })
  const hidden = { tenant: query.tenantId, customer: query.customer }
  return (
    <Form
      ref={form}
      key={inboxPath(query)}
      action="/admin/inbox"
      role="search"
      aria-label={consoleText('inbox.filter.label')}
      className="mb-3 flex flex-wrap items-center gap-2"
    >
      {Object.entries(hidden).map(([name, value]) =>
        value === null ? null : <input key={name} type="hidden" name={name} value={value} />,
      )}
      <Choices query={query} view={view} onChoose={go} />
      <Input
        name="q"
        type="search"
        defaultValue={query.q}
        aria-label={consoleText('inbox.filter.search')}
        placeholder={consoleText('inbox.filter.search')}
        className="h-(--control) max-w-72 min-w-44 flex-1 border-line-strong phone:max-w-none"
      />
      <Button type="submit">{consoleText('inbox.filter.searchButton')}</Button>
      <Chips query={query} view={view} />
      {isFiltered(query) ? (
        <Link to="/admin/inbox" className="link px-1 text-dense">
          {consoleText('inbox.filter.clear')}
        </Link>
      ) : null}
    </Form>
  )
}
