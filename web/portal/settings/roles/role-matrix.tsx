/** Modules down, actions across. Nothing can be done where nothing is seen: actions follow the view. */
import { ACTIONS, MODULES, type Action, type Module } from '#workflows/contracts/access.ts'
import { OWNED } from '#workflows/contracts/permissions.ts'
import {
  OFFERED_ACTIONS,
  type OfferedAction,
  type RoleModule,
} from '#workflows/contracts/role-modules.ts'
import { Checkbox } from '../../../ui/form/checkbox.tsx'
import { Select } from '../../../ui/form/select.tsx'
import { useText } from '../../../ui/text/use-text.tsx'
import { actionField, scopeField } from './role-fields.ts'

interface RoleMatrixProps {
  chosen: readonly RoleModule[]
  onChange: (chosen: readonly RoleModule[]) => void
  disabled: boolean
}

export function RoleMatrix({ chosen, onChange, disabled }: RoleMatrixProps) {
  const text = useText()
  const set = (module: Module, to: RoleModule | null) =>
    onChange([...chosen.filter((each) => each.module !== module), ...(to ? [to] : [])])
  return (
    <table className="w-full border-separate border-spacing-0 text-dense phone:block">
      <caption className="pb-2 text-left text-dense font-medium phone:block">
        {text('team.role.matrix')}
      </caption>
      <thead className="phone:hidden">
        <tr className="text-left text-meta text-faint">
          <th scope="col" className="border-b border-line-strong py-2 font-medium">
            {text('team.role.module')}
          </th>
          {ACTIONS.map((action) => (
            <th key={action} scope="col" className="border-b border-line-strong px-2 font-medium">
              {text(`team.role.head.${action}`)}
            </th>
          ))}
          <th scope="col" className="w-36 border-b border-line-strong font-medium">
            {text('team.role.scope')}
          </th>
        </tr>
      </thead>
      <tbody className="phone:block">
        {MODULES.map((module) => (
          <ModuleRow
            key={module}
            module={module}
            held={chosen.find((each) => each.module === module) ?? null}
            set={(to) => set(module, to)}
            disabled={disabled}
          />
        ))}
      </tbody>
    </table>
  )
}

interface ModuleRowProps {
  module: Module
  /** Null: not seen. */
  held: RoleModule | null
  set: (to: RoleModule | null) => void
  disabled: boolean
}

const CELL = 'border-line desk:border-b desk:h-11'

function ModuleRow({ module, held, set, disabled }: ModuleRowProps) {
  const text = useText()
  const name = text(`team.words.module.${module}`)
  const start: RoleModule = { module, scope: 'tenant', actions: [] }
  return (
    <tr className="phone:flex phone:flex-wrap phone:items-center phone:gap-x-4 phone:gap-y-2 phone:border-b phone:border-line phone:py-3">
      <th scope="row" className={`${CELL} text-left font-medium phone:w-full`}>
        {name}
      </th>
      {ACTIONS.map((action) => (
        <td key={action} className={`${CELL} desk:px-2 phone:empty:hidden`}>
          <Cell
            {...{ module, action, held, name, disabled }}
            set={(to) => set(to && { ...start, ...held, ...to })}
          />
        </td>
      ))}
      <td className={`${CELL} phone:w-full phone:empty:hidden`}>
        {OWNED.includes(module) && held ? (
          <Select
            name={scopeField(module)}
            value={held.scope}
            disabled={disabled}
            aria-label={text('team.role.scopeOf', { module: name })}
            onChange={(event) =>
              set({ ...held, scope: event.target.value === 'own' ? 'own' : 'tenant' })
            }
          >
            <option value="tenant">{text('team.role.scopes.tenant')}</option>
            <option value="own">{text('team.role.scopes.own')}</option>
          </Select>
        ) : null}
      </td>
    </tr>
  )
}

interface CellProps {
  module: Module
  action: Action
  held: RoleModule | null
  name: string
  disabled: boolean
  /** Null takes the whole module away. */
  set: (to: Partial<RoleModule> | null) => void
}

function Cell({ module, action, held, name, disabled, set }: CellProps) {
  const text = useText()
  const word = text(`team.role.head.${action}`)
  const label = text('team.role.cell', { module: name, action: word })
  if (action === 'view') {
    return (
      <Tick
        name={module}
        label={label}
        word={word}
        checked={held !== null}
        disabled={disabled}
        onChange={(on) => set(on ? {} : null)}
      />
    )
  }
  if (module === 'billing' && action === 'amounts') {
    return <span className="text-meta text-faint">{text('team.role.always')}</span>
  }
  const offered: readonly OfferedAction[] = OFFERED_ACTIONS[module]
  if (!offered.includes(action)) return null
  const actions = held?.actions ?? []
  return (
    <Tick
      name={actionField(module, action)}
      label={label}
      word={word}
      checked={actions.includes(action)}
      disabled={disabled}
      // An action brings the view along.
      onChange={(on) =>
        set({ actions: on ? [...actions, action] : actions.filter((each) => each !== action) })
      }
    />
  )
}

interface TickProps {
  name: string
  label: string
  /** Beside it where there is no heading above. */
  word: string
  checked: boolean
  disabled: boolean
  onChange: (on: boolean) => void
}

function Tick({ name, label, word, checked, disabled, onChange }: TickProps) {
  return (
    <label className="flex h-9 items-center gap-2">
      <Checkbox
        name={name}
        aria-label={label}
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span aria-hidden className="text-soft desk:hidden">
        {word}
      </span>
    </label>
  )
}
