/** The tenant that was chosen in a form, and the way to choose another one. */
import { consoleText } from '../../languages/console-text.ts'
import { Button } from '../../ui/action/button.tsx'
import { TenantMark } from '../../ui/show/tenant-mark.tsx'
import type { TenantChoice } from '../api.ts'

interface ChosenProps {
  tenant: TenantChoice
  onChange: () => void
}

export const ChosenTenant = ({ tenant, onChange }: ChosenProps) => (
  <div className="flex items-center gap-2 rounded-2 border border-line-field px-2.5 py-2 text-ink">
    <TenantMark name={tenant.name} other />
    <span className="grow truncate font-medium">{tenant.name}</span>
    <Button look="plain" onClick={onChange} className="h-7 text-meta">
      {consoleText('shell.change')}
    </Button>
  </div>
)
