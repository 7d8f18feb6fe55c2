/** The roles: ready-made ones explained, and those the tenant has made itself. */
import { Link } from 'react-router'
import type { Route } from './+types/page.ts'
import '../../../languages/pages/team.ts'
import { buttonClass } from '../../../ui/action/button.tsx'
import { Blank } from '../../../ui/show/blank.tsx'
import { Section } from '../../../ui/show/section.tsx'
import { useText } from '../../../ui/text/use-text.tsx'
import { KeyRound } from 'lucide-react'
import { modulesOfGrants, type RoleModule } from '#workflows/contracts/role-modules.ts'
import { readPortal } from '../../read-portal.ts'
import { titleOf } from '../../shell/title-of.ts'
import { useSession } from '../../shell/use-session.ts'

export const loader = (args: Route.LoaderArgs) => readPortal(args, (portal) => portal.roles.list())

export const meta: Route.MetaFunction = (args) =>
  titleOf(args, (text) => text('settings.part.roles'))

export default function RolesPage({ loaderData }: Route.ComponentProps) {
  const text = useText()
  const { tenant } = useSession()
  const { presets, roles, mayManage } = loaderData
  const base = `/t/${tenant.slug}/settings/roles`
  return (
    <>
      <div className="flex flex-wrap items-start gap-x-6 gap-y-3">
        <div className="min-w-0 grow">
          <h1>{text('team.roles.title')}</h1>
          <p className="mt-1 max-w-[60ch] text-soft">{text('team.roles.intro')}</p>
        </div>
        {mayManage ? (
          <Link to={`${base}/new`} prefetch="intent" className={buttonClass('primary')}>
            {text('team.roles.create')}
          </Link>
        ) : null}
      </div>
      <Section title={text('team.roles.own')} className="mt-8">
        {roles.length === 0 ? (
          <Blank
            icon={KeyRound}
            title={text('team.roles.none')}
            help={text('team.roles.noneHelp')}
          />
        ) : (
          <ul>
            {roles.map((role) => (
              <RoleRow
                key={role.id}
                name={role.name}
                to={`${base}/${role.id}`}
                held={role.members}
                invited={role.invitations}
              >
                <Modules modules={role.modules} />
              </RoleRow>
            ))}
          </ul>
        )}
      </Section>
      <Section
        title={text('team.roles.presets')}
        note={<span className="phone:hidden">{text('team.roles.presetsNote')}</span>}
        className="mt-8"
      >
        <ul>
          {presets.map(({ preset, grants, members }) => {
            const name = text(`shell.role.${preset}`)
            return (
              <RoleRow
                key={preset}
                name={name}
                held={members}
                invited={0}
                aside={
                  mayManage ? (
                    <Link
                      to={`${base}/new?from=${preset}`}
                      aria-label={text('team.roles.copyOf', { name })}
                      className="link text-dense"
                    >
                      {text('team.roles.copy')}
                    </Link>
                  ) : null
                }
              >
                <p>{text(`team.roles.preset.${preset}`)}</p>
                <Modules modules={modulesOfGrants(grants)} />
              </RoleRow>
            )
          })}
        </ul>
      </Section>
    </>
  )
}

interface RoleRowProps {
  name: string
  to?: string
  held: number
  invited: number
  aside?: React.ReactNode
  children: React.ReactNode
}

function RoleRow({ name, to, held, invited, aside, children }: RoleRowProps) {
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

function Modules({ modules }: { modules: readonly RoleModule[] }) {
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
