/** One role in the list: what it is called, what it holds, and how many have it. */
import { Link } from 'react-router'
import type { RoleModule } from '#workflows/contracts/role-modules.ts'
import { useText } from '../../../ui/text/use-text.tsx'

interface RoleRowProps {
  name: string
  to?: string
  held: number
  invited: number
  aside?: React.ReactNode
  children: React.ReactNode
}

export function RoleRow({ name, to, held, invited, aside, children }: RoleRowProps) {
  const text = useText()
  const holders =
    held === 0 ? text('team.roles.heldNone') : text('team.roles.held', { count: held })
  return (
    <li className="relative flex flex-wrap gap-x-6 gap-y-1 border-b border-line py-3 text-dense">
      <p className="w-full font-medium desk:w-36">
        {to === undefined ? (
          name
        ) : (
          <Link to={to} prefetch="intent" className="row-link">
            {name}
          </Link>
        )}
      </p>
      <div className="min-w-0 grow basis-64 text-soft">{children}</div>
      <p className="text-meta text-faint tabular-nums desk:min-w-20 desk:text-right">
        {holders}
        {invited > 0 ? `, ${text('team.roles.invited', { count: invited })}` : ''}
      </p>
      {aside ? <p className="desk:min-w-28 desk:text-right">{aside}</p> : null}
    </li>
  )
}

export function RoleModules({ modules }: { modules: readonly RoleModule[] }) {
  const text = useText()
  return (
    <p className="mt-0.5 text-meta text-faint">
      {modules
        .map(({ module, scope }) => {
          const name = text(`team.words.module.${module}`)
          return scope === 'own' ? `${name} (${text('team.words.scope.own')})` : name
        })
        .join(' · ')}
    </p>
  )
}
