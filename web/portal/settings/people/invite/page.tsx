/** Several people at once: paste addresses, give each a role, see what each will see, send. */
import { formText } from '../../../../ui/form/form-text.ts'
import { Link, redirect } from 'react-router'
import type { Route } from './+types/page.ts'
import '../../../../languages/pages/team.ts'
import { useText } from '../../../../ui/text/use-text.tsx'
import { actOnPortal } from '../../../act-portal.ts'
import { notFound, readPortal } from '../../../read-portal.ts'
import { titleOf } from '../../../shell/title-of.ts'
import { useSession } from '../../../shell/use-session.ts'
import { FormProblem } from '../../form-problem.tsx'
import { PasteForm } from './paste-form.tsx'
import { readPeople } from './people-fields.ts'
import { PeopleForm } from './people-form.tsx'

export async function loader(args: Route.LoaderArgs) {
  const { roles, mayManage } = await readPortal(args, (portal) => portal.team.list())
  if (!mayManage) throw notFound()
  return { roles }
}

export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData()
  const at = Date.now()
  const given = formText(form, 'text')
  if (form.get('does') === 'read') {
    const outcome = await actOnPortal(args, (portal) => portal.invitations.check({ text: given }))
    return { step: 'read', at, given, outcome } as const
  }
  const people = readPeople(form)
  const outcome = await actOnPortal(args, (portal) => portal.invitations.create({ people }))
  if (outcome.type === 'answered') {
    const sent = outcome.result.filter(({ type }) => type === 'invited').length
    if (sent === outcome.result.length) {
      return redirect(
        `/t/${args.params.tenant}/settings/people?${new URLSearchParams({ sent: String(sent) })}`,
      )
    }
  }
  return { step: 'sent', at, given, outcome } as const
}

export const meta: Route.MetaFunction = (args) =>
  titleOf(args, (text) => text('team.inviting.title'))

type Answered = Route.ComponentProps['actionData']

/** What was refused of the last try, line by line. */
function Refused({ answered }: { answered: Answered }) {
  const text = useText()
  if (answered === undefined) return null
  const { outcome, at } = answered
  if (outcome.type === 'failed') return <FormProblem why={outcome.why} attempt={at} />
  if (answered.step !== 'sent') return null
  const words = answered.outcome.type === 'answered' ? answered.outcome.result : []
  const lines = words.map((each) =>
    each.type === 'refused'
      ? text(`team.inviting.refused.${each.reason}`, { email: each.email })
      : null,
  )
  const sent = lines.filter((line) => line === null).length
  return (
    <FormProblem
      attempt={at}
      words={[sent > 0 ? text('team.inviting.sent', { count: sent }) : null, ...lines]
        .filter((line) => line !== null)
        .join(' ')}
    />
  )
}

export default function InvitePage({ loaderData, actionData }: Route.ComponentProps) {
  const text = useText()
  const { tenant } = useSession()
  const read =
    actionData?.step === 'read' && actionData.outcome.type === 'answered'
      ? actionData.outcome.result
      : null
  const hasReady = read?.some(({ type }) => type === 'ready') === true
  return (
    <>
      <Link to={`/t/${tenant.slug}/settings/people`} className="link text-dense">
        {text('team.member.back')}
      </Link>
      <h1 className="mt-2">{text('team.inviting.title')}</h1>
      <p className="mt-1 mb-6 max-w-[60ch] text-soft">{text('team.inviting.intro')}</p>
      <Refused answered={actionData} />
      {read !== null && hasReady ? (
        <PeopleForm key={actionData?.at} checked={read} roles={loaderData.roles} />
      ) : (
        <PasteForm given={actionData?.given ?? ''} checked={read} attempt={actionData?.at ?? 0} />
      )}
    </>
  )
}
