/** Everybody who belongs to the tenant, and who is invited. */
import { formText } from '../../../ui/form/form-text.ts'
import { CircleCheck } from 'lucide-react'
import { Link, useSearchParams } from 'react-router'
import type { Route } from './+types/page.ts'
import '../../../languages/pages/team.ts'
import { buttonClass } from '../../../ui/action/button.tsx'
import { Note } from '../../../ui/show/note.tsx'
import { useText } from '../../../ui/text/use-text.tsx'
import { actOnPortal } from '../../act-portal.ts'
import { readPortal } from '../../read-portal.ts'
import { titleOf } from '../../shell/title-of.ts'
import { useSession } from '../../shell/use-session.ts'
import { FormProblem } from '../form-problem.tsx'
import { InvitationList } from './invitation-list.tsx'
import { MemberTable } from './member-table.tsx'

export const loader = (args: Route.LoaderArgs) => readPortal(args, (portal) => portal.team.list())

export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData()
  const id = formText(form, 'id')
  const does = form.get('does') === 'revoke' ? 'revoke' : 'resend'
  const outcome = await actOnPortal(args, (portal) => portal.invitations[does]({ id }))
  return { at: Date.now(), does, ...outcome } as const
}

export const meta: Route.MetaFunction = (args) =>
  titleOf(args, (text) => text('settings.part.people'))

function Answer({ outcome }: { outcome: Route.ComponentProps['actionData'] }) {
  const text = useText()
  if (outcome === undefined) return null
  if (outcome.type === 'failed') return <FormProblem why={outcome.why} attempt={outcome.at} />
  const { result, does, at } = outcome
  if (result.type === 'refused') {
    return <FormProblem words={text(`team.refused.${result.reason}`)} attempt={at} />
  }
  return (
    <Note icon={CircleCheck} tone="ok">
      {text(does === 'revoke' ? 'team.invitation.revoked' : 'team.invitation.resent', {
        email: result.email,
      })}
    </Note>
  )
}

/** What was done on the page one comes from. */
function Came({ params }: { params: URLSearchParams }) {
  const text = useText()
  const [removed, sent] = [params.get('removed'), params.get('sent')]
  const count = Number(removed ?? sent)
  if ((removed === null && sent === null) || !Number.isSafeInteger(count)) return null
  return (
    <Note icon={CircleCheck} tone="ok">
      {text(removed === null ? 'team.inviting.sent' : 'team.remove.done', { count })}
    </Note>
  )
}

export default function PeoplePage({ loaderData, actionData }: Route.ComponentProps) {
  const text = useText()
  const { tenant } = useSession()
  const [params] = useSearchParams()
  const { members, invitations, mayManage } = loaderData
  const base = `/t/${tenant.slug}/settings/people`
  return (
    <>
      <div className="flex flex-wrap items-start gap-x-6 gap-y-3">
        <div className="min-w-0 grow">
          <h1>{text('team.title')}</h1>
          <p className="mt-1 max-w-[60ch] text-soft">
            {text('team.intro', { tenant: tenant.name })}
          </p>
        </div>
        {mayManage ? (
          <Link to={`${base}/invite`} prefetch="intent" className={buttonClass('primary')}>
            {text('team.invite')}
          </Link>
        ) : null}
      </div>
      <div className="mt-6 grid gap-8">
        <Answer outcome={actionData} />
        <Came params={params} />
        <MemberTable members={members} base={base} />
        <InvitationList invitations={invitations} mayManage={mayManage} />
      </div>
    </>
  )
}
