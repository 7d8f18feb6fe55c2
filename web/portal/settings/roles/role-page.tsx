/** The editor of a role: a name, a matrix of modules and actions, and what it would mean beside it. */
import { CircleCheck } from 'lucide-react'
import { Link, redirect, useSearchParams } from 'react-router'
import type { Route } from './+types/role-page.ts'
import '../../../languages/pages/team.ts'
import { PRESETS } from '#workflows/contracts/permissions.ts'
import { modulesOfGrants } from '#workflows/contracts/role-modules.ts'
import { Note } from '../../../ui/show/note.tsx'
import { useText } from '../../../ui/text/use-text.tsx'
import { actOnPortal } from '../../act-portal.ts'
import { notFound, readPortal } from '../../read-portal.ts'
import { titleOf } from '../../shell/title-of.ts'
import { useSession } from '../../shell/use-session.ts'
import { roleOfValue } from '../access/role-value.ts'
import { FormProblem } from '../form-problem.tsx'
import { RemoveRole } from './remove-role.tsx'
import { RoleForm } from './role-form.tsx'
import { readRole } from './role-fields.ts'

const NEW = 'new'

export async function loader(args: Route.LoaderArgs) {
  const { roles, mayManage, presets } = await readPortal(args, (portal) => portal.roles.list())
  const isNew = args.params.role === NEW
  const role = roles.find(({ id }) => id === args.params.role) ?? null
  if (isNew ? !mayManage : role === null) throw notFound()
  const from = new URL(args.request.url).searchParams.get('from')
  const start = presets.find(({ preset }) => preset === from)?.preset
  return {
    role,
    modules: role?.modules ?? (start === undefined ? [] : modulesOfGrants(PRESETS[start])),
    others: roles.filter(({ id }) => id !== role?.id).map(({ id, name }) => ({ id, name })),
    mayManage,
  }
}

export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData()
  const at = Date.now()
  const id = args.params.role
  const version = Number(form.get('version'))
  const roles = `/t/${args.params.tenant}/settings/roles`
  if (form.get('does') === 'remove') {
    const wanted = form.get('replacement')
    const replacement = wanted === null ? null : roleOfValue(wanted)
    const outcome = await actOnPortal(args, (portal) =>
      portal.roles.remove({ id, version, replacement }),
    )
    const isGone = outcome.type === 'answered' && outcome.result.type === 'removed'
    return isGone ? redirect(roles) : { at, outcome }
  }
  const draft = readRole(form)
  const outcome = await actOnPortal(args, (portal) =>
    id === NEW ? portal.roles.create(draft) : portal.roles.update({ id, version, ...draft }),
  )
  if (id === NEW && outcome.type === 'answered' && outcome.result.type === 'saved') {
    return redirect(`${roles}/${outcome.result.id}?saved`)
  }
  return { at, outcome }
}

export const meta: Route.MetaFunction = (args) =>
  titleOf(args, (text) => args.loaderData.role?.name ?? text('team.role.new'))

function Answer({ answered }: { answered: Route.ComponentProps['actionData'] }) {
  const text = useText()
  const [params] = useSearchParams()
  if (answered === undefined && !params.has('saved')) return null
  if (answered !== undefined) {
    const { at, outcome } = answered
    if (outcome.type === 'failed') return <FormProblem why={outcome.why} attempt={at} />
    if (outcome.result.type === 'refused') {
      return <FormProblem words={text(`team.refused.${outcome.result.reason}`)} attempt={at} />
    }
  }
  return (
    <Note icon={CircleCheck} tone="ok">
      {text('team.role.saved')}
    </Note>
  )
}

export default function RolePage({ loaderData, actionData }: Route.ComponentProps) {
  const text = useText()
  const { tenant } = useSession()
  const { role, modules, others, mayManage } = loaderData
  return (
    <>
      <Link to={`/t/${tenant.slug}/settings/roles`} className="link text-dense">
        {text('team.role.back')}
      </Link>
      <h1 className="mt-2 mb-6">{role?.name ?? text('team.role.new')}</h1>
      <div className="grid gap-8">
        <Answer answered={actionData} />
        <RoleForm
          key={`${role?.id ?? NEW} ${String(role?.version ?? 0)}`}
          {...{ role, modules, mayManage }}
        />
        {role && mayManage ? <RemoveRole role={role} others={others} /> : null}
      </div>
    </>
  )
}
