/** Whose records a command is about: everybody's, or those of one tenant that is looked for by name. */
import { useState } from 'react'
import { consoleText } from '../../languages/console-text.ts'
import { Button } from '../../ui/action/button.tsx'
import { createLazyPart } from '../../ui/float/lazy-part.tsx'
import { Field } from '../../ui/form/field.tsx'
import { Select } from '../../ui/form/select.tsx'
import { TenantMark } from '../../ui/show/tenant-mark.tsx'
import type { TenantChoice } from '../api.ts'
import type { TenantPickerProps } from '../unmapped/tenant-picker-body.tsx'

const picker = createLazyPart<TenantPickerProps>(
  () => import('../unmapped/tenant-picker-body.tsx'),
  <div className="h-64" />,
)

function Chosen({ tenant, onChange }: { tenant: TenantChoice; onChange: () => void }) {
  return (
    <div className="flex items-center gap-2 rounded-2 border border-line-field px-2.5 py-2 text-ink">
      <TenantMark name={tenant.name} other />
      <span className="grow truncate font-medium">{tenant.name}</span>
      <Button look="plain" onClick={onChange} className="h-7 text-meta">
        {consoleText('connection.whose.change')}
      </Button>
    </div>
  )
}

export function WhoseField() {
  const [isOne, setIsOne] = useState(false)
  const [tenant, setTenant] = useState<TenantChoice | null>(null)
  return (
    <div className="grid gap-2 text-ink">
      <Field label={consoleText('connection.whose.label')}>
        {(ids) => (
          <Select
            {...ids}
            value={isOne ? 'one' : 'all'}
            onChange={({ target }) => setIsOne(target.value === 'one')}
          >
            <option value="all">{consoleText('connection.whose.all')}</option>
            <option value="one">{consoleText('connection.whose.one')}</option>
          </Select>
        )}
      </Field>
      {!isOne ? null : tenant === null ? (
        <picker.Part onChoose={setTenant} />
      ) : (
        <Chosen tenant={tenant} onChange={() => setTenant(null)} />
      )}
      {isOne ? (
        // Nothing is asked for before somebody is chosen: an empty field must not mean everybody.
        <input
          type="text"
          name="tenant"
          value={tenant?.id ?? ''}
          required
          readOnly
          tabIndex={-1}
          aria-hidden
          className="sr-only"
        />
      ) : null}
    </div>
  )
}
