/** The roles: ready-made ones explained, and those the tenant has made itself. */
import { Link } from 'react-router'
import type { Route } from './+types/page.ts'
import '../../../languages/pages/team.ts'
import { buttonClass } from '../../../ui/action/button.tsx'
import { Blank } from '../../../ui/show/blank.tsx'
import { Section } from '../../../ui/show/section.tsx'
import { useText } from '../../../ui/text/use-text.tsx'
import { KeyRound } from 'lucide-react'
import { modulesOfGrants } from '#workflows/contracts/role-modules.ts'
import { readPortal } from '../../read-portal.ts'
import type { RolesView } from '../team-api.ts'
import { RoleModules, RoleRow } from './role-row.tsx'
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
                <RoleModules modules={role.modules} />
              </RoleRow>
            ))}
          </ul>
        )}
      </Section>
      <Presets presets={presets} mayManage={mayManage} base={base} />
    </>
  )
}

interface PresetsProps extends Pick<RolesView, 'presets' | 'mayManage'> {
  base: string
}

function Presets({ presets, mayManage, base }: PresetsProps) {
  const text = useText()
  return (
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
              <RoleModules modules={modulesOfGrants(grants)} />
            </RoleRow>
          )
        })}
      </ul>
    </Section>
  )
}
