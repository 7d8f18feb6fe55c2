/** Whose customer this is: choose, read what will happen, link, and read what was applied. */
import { useState } from 'react'
import { CircleCheck } from 'lucide-react'
import { Link, useFetcher } from 'react-router'
import type { StaffCommandResult } from '#workflows/contracts/console.ts'
import { newId } from '#workflows/contracts/ids.ts'
import { consoleText } from '../../languages/console-text.ts'
import { Button, buttonClass } from '../../ui/action/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useFormat } from '../../ui/text/use-text.tsx'
import type { TenantChoice, UnmappedGroup } from '../api.ts'
import { inboxPath, NO_FILTER } from '../inbox/inbox-query.ts'
import { ChosenTenant } from '../parts/chosen-tenant.tsx'
import { whyNot } from '../parts/outcome.ts'
import { ProblemNote } from '../parts/problem-note.tsx'
import { useCapped } from '../parts/use-capped.ts'
import type { ActionOutcome } from '../read-console.ts'
import { tenantPicker } from './tenant-picker.tsx'

export const preloadPicker = (): void => tenantPicker.preload()

/** A customer that can be linked names itself. */
export type LinkableGroup = UnmappedGroup & { externalCustomerId: string }

export const nameOf = (group: LinkableGroup): string => group.name ?? group.externalCustomerId

interface LinkFormProps {
  group: LinkableGroup
  close: () => void
}

function Who({ group }: { group: LinkableGroup }) {
  return (
    <p className="text-dense text-soft">
      {consoleText('unmapped.link.who', {
        id: group.externalCustomerId,
        connection: group.connection.name,
      })}
    </p>
  )
}

interface ChosenProps {
  group: LinkableGroup
  tenant: TenantChoice
  onChange: () => void
}

function Chosen({ group, tenant, onChange }: ChosenProps) {
  const number = useCapped()(group.count)
  return (
    <div className="grid gap-3">
      <ChosenTenant tenant={tenant} onChange={onChange} />
      <p aria-live="polite">
        {consoleText('unmapped.link.will', { count: group.count.n, number, tenant: tenant.name })}{' '}
        {consoleText('unmapped.link.also')}
      </p>
    </div>
  )
}

interface DoneProps {
  group: LinkableGroup
  tenant: TenantChoice
  released: number
  close: () => void
}

function Done({ group, tenant, released, close }: DoneProps) {
  const format = useFormat()
  return (
    <div className="grid gap-4 p-4 pt-3">
      <div role="status" className="flex gap-3">
        <Icon of={CircleCheck} className="mt-0.5 text-ok" />
        <div>
          <p className="font-medium">
            {consoleText('unmapped.link.done', { name: nameOf(group), tenant: tenant.name })}
          </p>
          <p className="text-soft">
            {released === 0
              ? consoleText('unmapped.link.appliedNone')
              : consoleText('unmapped.link.applied', {
                  count: released,
                  number: format.number(released),
                })}
          </p>
        </div>
      </div>
      <div className="flex justify-end gap-2">
        <Link to={inboxPath(NO_FILTER, { tenantId: tenant.id })} className={buttonClass('plain')}>
          {consoleText('unmapped.link.show')}
        </Link>
        <Button look="primary" onClick={close} autoFocus>
          {consoleText('unmapped.link.close')}
        </Button>
      </div>
    </div>
  )
}

export function LinkForm({ group, close }: LinkFormProps) {
  const fetcher = useFetcher<ActionOutcome<StaffCommandResult>>()
  const [tenant, setTenant] = useState<TenantChoice | null>(group.mergedFrom)
  // Another tenant is another command; a second press for the same one is the same.
  const [commandId, setCommandId] = useState(() => newId())
  const why = whyNot(fetcher.data)
  const { data, state } = fetcher
  if (tenant !== null && data?.type === 'answered' && data.result.type === 'linked') {
    return <Done {...{ group, tenant, close }} released={data.result.released} />
  }
  const choose = (chosen: TenantChoice | null) => {
    setTenant(chosen)
    setCommandId(newId())
  }
  return (
    <fetcher.Form
      method="post"
      action="/admin/unmapped"
      className="grid gap-4 overflow-y-auto p-4 pt-3 text-soft"
    >
      <input type="hidden" name="command" value={commandId} />
      <input type="hidden" name="connection" value={group.connection.id} />
      <input type="hidden" name="customer" value={group.externalCustomerId} />
      <input type="hidden" name="tenant" value={tenant?.id ?? ''} />
      {why !== null && state === 'idle' ? <ProblemNote why={why} attempt={data} /> : null}
      <Who group={group} />
      {tenant === null ? (
        <tenantPicker.Part onChoose={choose} />
      ) : (
        <Chosen {...{ group, tenant }} onChange={() => choose(null)} />
      )}
      <div className="flex justify-end gap-2">
        <Button look="plain" onClick={close}>
          {consoleText('unmapped.link.cancel')}
        </Button>
        {tenant === null ? null : (
          <Button
            type="submit"
            look="primary"
            autoFocus
            pending={state !== 'idle' && consoleText('unmapped.link.pending')}
          >
            {consoleText('unmapped.link.confirm')}
          </Button>
        )}
      </div>
    </fetcher.Form>
  )
}
