/** Whose records a command is about: everybody's, or those of one tenant that is looked for by name. */
import { useState } from 'react'
import { consoleText } from '../../languages/console-text.ts'
import { Field } from '../../ui/form/field.tsx'
import { Select } from '../../ui/form/select.tsx'
import type { TenantChoice } from '../api.ts'
import { ChosenTenant } from '../parts/chosen-tenant.tsx'
import { tenantPicker } from '../unmapped/tenant-picker.tsx'

export function WhoseField() {
  const [isOne, setIsOne] = useState(false)
  const [tenant, setTenant] = useState<TenantChoice | null>(null)
  return (
    <div className="grid gap-2 text-ink">
      <Field label={consoleText('connection.whose.label')}>
        {(ids) => (
          <Select
            {...ids}
            name="whose"
            value={isOne ? 'one' : 'all'}
            onChange={({ target }) => setIsOne(target.value === 'one')}
          >
            <option value="all">{consoleText('connection.whose.all')}</option>
            <option value="one">{consoleText('connection.whose.one')}</option>
          </Select>
        )}
      </Field>
      {!isOne ? null : tenant === null ? (
        <tenantPicker.Part onChoose={setTenant} />
      ) : (
        <ChosenTenant tenant={tenant} onChange={() => setTenant(null)} />
      )}
      {isOne ? (
        // Nothing is asked for before somebody is chosen: an empty field must not mean everybody.
        <input
          ref={(field) => {
            field?.setCustomValidity(tenant === null ? consoleText('connection.whose.missing') : '')
          }}
          name="tenant"
          value={tenant?.id ?? ''}
          onChange={() => undefined}
          tabIndex={-1}
          aria-hidden
          className="sr-only"
        />
      ) : null}
    </div>
  )
}
