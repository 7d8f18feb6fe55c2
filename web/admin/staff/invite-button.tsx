/** Invites a colleague: who it is, and as what. */
import { UserPlus } from 'lucide-react'
import { MAX_STAFF_NAME } from '#workflows/contracts/staff/accounts.ts'
import { consoleText } from '../../languages/console-text.ts'
import { Button } from '../../ui/action/button.tsx'
import { Field } from '../../ui/form/field.tsx'
import { Input } from '../../ui/form/input.tsx'
import { Icon } from '../../ui/icon.tsx'
import { CommandDialog } from '../parts/command-dialog.tsx'
import { RoleField } from './role-field.tsx'

export const InviteButton = () => (
  <CommandDialog
    title={consoleText('staff.invite.title')}
    action="/admin/staff"
    fields={{ intent: 'invite' }}
    words={{
      confirm: consoleText('staff.invite.confirm'),
      pending: consoleText('staff.pending'),
      cancel: consoleText('staff.cancel'),
    }}
    trigger={(open) => (
      <Button look="primary" onClick={open}>
        <Icon of={UserPlus} />
        {consoleText('staff.invite.button')}
      </Button>
    )}
  >
    <p>{consoleText('staff.invite.help')}</p>
    <div className="grid gap-4 pt-2 text-ink">
      <Field label={consoleText('staff.invite.name')}>
        {(ids) => <Input {...ids} name="name" required maxLength={MAX_STAFF_NAME} />}
      </Field>
      <Field label={consoleText('staff.invite.email')}>
        {(ids) => <Input {...ids} name="email" type="email" required maxLength={320} />}
      </Field>
      <RoleField role="agent" />
    </div>
  </CommandDialog>
)
