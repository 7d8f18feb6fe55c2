/** The matrix as fields of a form: `orders` is seen or not, `orders scope`, and `orders export` for an action. */
import { formText } from '../../../ui/form/form-text.ts'
import { MODULES, type Module } from '#workflows/contracts/access.ts'
import {
  OFFERED_ACTIONS,
  type OfferedAction,
  type RoleModule,
} from '#workflows/contracts/role-modules.ts'
import type { RoleDraftInput } from '../team-api.ts'

export const scopeField = (module: Module): string => `${module} scope`
export const actionField = (module: Module, action: OfferedAction): string => `${module} ${action}`

const isOn = (form: FormData, field: string): boolean => form.get(field) === 'on'

export const readRole = (form: FormData): RoleDraftInput => ({
  name: formText(form, 'name'),
  modules: MODULES.flatMap((module): RoleModule[] => {
    if (!isOn(form, module)) return []
    const actions = OFFERED_ACTIONS[module].filter((action) =>
      isOn(form, actionField(module, action)),
    )
    return [{ module, scope: form.get(scopeField(module)) === 'own' ? 'own' : 'tenant', actions }]
  }),
})
