/** Out of a company by oneself, after saying what that means. */
import { Form, Link, redirect, useNavigation } from 'react-router'
import type { Route } from './+types/page.ts'
import '../../languages/pages/team.ts'
import { Button, buttonClass } from '../../ui/action/button.tsx'
import { ProblemSummary } from '../../ui/form/problem-summary.tsx'
import { useText } from '../../ui/text/use-text.tsx'
import { actOnPortal } from '../act-portal.ts'
import { titleOf } from '../shell/title-of.ts'
import { useSession } from '../shell/use-session.ts'

export async function action(args: Route.ActionArgs) {
  const confirm = args.params.tenant
  const outcome = await actOnPortal(args, (portal) => portal.team.leave({ confirm }))
  if (outcome.type === 'answered' && outcome.result.type === 'saved') return redirect('/')
  const reason =
    outcome.type === 'answered' && outcome.result.type === 'refused'
      ? outcome.result.reason
      : 'failed'
  return { at: Date.now(), reason } as const
}

export const meta: Route.MetaFunction = (args) => titleOf(args, (text) => text('team.leave.action'))

export default function LeavePage({ actionData }: Route.ComponentProps) {
  const text = useText()
  const { tenant } = useSession()
  const pending = useNavigation().formMethod === 'POST'
  const title = text('team.leave.title', { tenant: tenant.name })
  return (
    <div className="grid max-w-[480px] gap-4">
      <h1>{title}</h1>
      {actionData ? (
        <ProblemSummary
          title={title}
          attempt={actionData.at}
          problems={[{ field: null, message: text(`team.refused.${actionData.reason}`) }]}
        />
      ) : null}
      <p className="text-soft">{text('team.leave.help')}</p>
      <Form method="post" className="flex gap-2">
        <Button type="submit" pending={pending && text('team.leave.pending')}>
          {text('team.leave.action')}
        </Button>
        <Link to={`/t/${tenant.slug}/home`} className={buttonClass('plain')}>
          {text('common.cancel')}
        </Link>
      </Form>
    </div>
  )
}
