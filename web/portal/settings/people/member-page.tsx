/** One member: what they may see and do, with what a change would mean beside it; and the way out. */
import { CircleCheck } from 'lucide-react'
import { Link, redirect } from 'react-router'
import type { Route } from './+types/member-page.ts'
import '../../../languages/pages/team.ts'
import { Face } from '../../../ui/show/face.tsx'
import { Note } from '../../../ui/show/note.tsx'
import { useText } from '../../../ui/text/use-text.tsx'
import { actOnPortal, type ActionOutcome } from '../../act-portal.ts'
import { notFound, readPortal } from '../../read-portal.ts'
import { titleOf } from '../../shell/title-of.ts'
import { useSession } from '../../shell/use-session.ts'
import { FormProblem } from '../form-problem.tsx'
import { roleOfValue } from '../access/role-value.ts'
import type { MemberOutcome, MemberView, RemoveOutcome } from '../team-api.ts'
import { MemberRole } from './member-role.tsx'
import { RemoveMember } from './remove-member.tsx'
import { TransferOwnership } from './transfer-ownership.tsx'

export async function loader(args: Route.LoaderArgs) {
  const { members, roles, mayManage, mayTransfer } = await readPortal(args, (portal) =>
    portal.team.list(),
  )
  const member = members.find(({ personId }) => personId === args.params.person)
  if (!member) throw notFound()
  return { member, roles, mayManage, mayTransfer }
}

type Does = 'role' | 'remove' | 'transfer'
interface Answered {
  at: number
  does: Does
  outcome: ActionOutcome<MemberOutcome | RemoveOutcome>
}

export async function action(args: Route.ActionArgs): Promise<Answered | Response> {
  const form = await args.request.formData()
  const ref = { personId: args.params.person, version: Number(form.get('version')) }
  const does = form.get('does')
  const at = Date.now()
  if (does === 'remove') {
    const outcome = await actOnPortal(args, (portal) => portal.team.remove(ref))
    if (outcome.type === 'answered' && outcome.result.type === 'removed') {
      const removed = String(outcome.result.sessions)
      return redirect(
        `/t/${args.params.tenant}/settings/people?${new URLSearchParams({ removed })}`,
      )
    }
    return { at, does, outcome }
  }
  if (does === 'transfer') {
    return { at, does, outcome: await actOnPortal(args, (portal) => portal.team.transfer(ref)) }
  }
  const wish = { role: roleOfValue(form.get('role')), ownOnly: form.get('ownOnly') === 'on' }
  const outcome = await actOnPortal(args, (portal) => portal.team.update({ ...ref, ...wish }))
  return { at, does: 'role', outcome }
}

export const meta: Route.MetaFunction = (args) => titleOf(args, () => args.loaderData.member.name)

function Answer({ answered, name }: { answered: Answered | undefined; name: string }) {
  const text = useText()
  if (answered === undefined) return null
  const { at, does, outcome } = answered
  if (outcome.type === 'failed') return <FormProblem why={outcome.why} attempt={at} />
  if (outcome.result.type === 'refused') {
    return <FormProblem words={text(`team.refused.${outcome.result.reason}`)} attempt={at} />
  }
  return (
    <Note icon={CircleCheck} tone="ok">
      {text(does === 'transfer' ? 'team.transfer.done' : 'team.member.saved', { name })}
    </Note>
  )
}

/** Who could become the owner. */
const isPlainAdmin = ({ role, ownOnly, isOwner, isActive }: MemberView): boolean =>
  role.type === 'preset' && role.preset === 'admin' && !ownOnly && !isOwner && isActive

export default function MemberPage({ loaderData, actionData }: Route.ComponentProps) {
  const text = useText()
  const { tenant, person } = useSession()
  const { member, roles, mayManage, mayTransfer } = loaderData
  const isMe = member.personId === person.id
  return (
    <>
      <Link to={`/t/${tenant.slug}/settings/people`} className="link text-dense">
        {text('team.member.back')}
      </Link>
      <header className="mt-2 mb-6 flex items-center gap-3">
        <Face name={member.name} />
        <div className="min-w-0">
          <h1 className="truncate">{member.name}</h1>
          <p className="truncate text-soft">{member.email}</p>
        </div>
      </header>
      <div className="grid gap-8">
        <Answer answered={actionData} name={member.name} />
        <MemberRole key={member.version} member={member} roles={roles} mayManage={mayManage} />
        {mayTransfer && isPlainAdmin(member) && !isMe ? (
          <TransferOwnership member={member} />
        ) : null}
        {mayManage && !isMe ? <RemoveMember member={member} /> : null}
      </div>
    </>
  )
}
