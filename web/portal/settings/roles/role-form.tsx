/** A role while it is being edited; what it means is looked up with every change. */
import { useState } from 'react'
import { Form, useNavigation } from 'react-router'
import { Button } from '../../../ui/action/button.tsx'
import { Field } from '../../../ui/form/field.tsx'
import { Input } from '../../../ui/form/input.tsx'
import { useText } from '../../../ui/text/use-text.tsx'
import type { RoleId } from '#workflows/contracts/ids.ts'
import type { RoleModule } from '#workflows/contracts/role-modules.ts'
import { AccessPanel } from '../access/access-panel.tsx'
import type { RoleView } from '../team-api.ts'
import { RoleMatrix } from './role-matrix.tsx'

interface RoleFormProps {
  /** Null: a new one. */
  role: RoleView | null
  modules: readonly RoleModule[]
  mayManage: boolean
}

export function RoleForm({ role, modules, mayManage }: RoleFormProps) {
  const text = useText()
  const [chosen, setChosen] = useState<readonly RoleModule[]>(modules)
  const pending = useNavigation().formData?.get('does') === 'save'
  return (
    <div className="grid items-start gap-6 wide:grid-cols-[minmax(0,1fr)_minmax(0,300px)]">
      <Form method="post" noValidate className="grid gap-6">
        <input type="hidden" name="version" value={role?.version ?? 0} />
        <RoleName name={role?.name ?? ''} disabled={!mayManage} />
        <RoleMatrix chosen={chosen} onChange={setChosen} disabled={!mayManage} />
        {mayManage ? (
          <div>
            <Button
              type="submit"
              name="does"
              value="save"
              look="primary"
              pending={pending && text('team.role.saving')}
            >
              {text('team.role.save')}
            </Button>
          </div>
        ) : null}
      </Form>
      {mayManage ? (
        <AccessPanel
          title={text('team.preview.title')}
          asked={{
            role: { type: 'draft', modules: [...chosen] },
            ownOnly: false,
            person: null,
            instead: role && { type: 'custom', id: role.id as RoleId },
          }}
        />
      ) : null}
    </div>
  )
}

function RoleName({ name, disabled }: { name: string; disabled: boolean }) {
  const text = useText()
  return (
    <div className="max-w-[360px]">
      <Field label={text('team.role.name')} help={text('team.role.nameHelp')}>
        {(ids) => (
          <Input
            {...ids}
            name="name"
            defaultValue={name}
            maxLength={80}
            required
            disabled={disabled}
            autoComplete="off"
          />
        )}
      </Field>
    </div>
  )
}
