/** "Confirm that it is you", before something about the account changes; then back to where one was. */
import { data, Link, redirect } from 'react-router'
import type { Route } from './+types/page.ts'
import '../../../languages/pages/account.ts'
import '../../../languages/pages/sign-in.ts'
import { ownPath } from '../../../auth/return-path.ts'
import { sessionContext } from '../../../load-context.ts'
import { useText } from '../../../ui/text/use-text.tsx'
import { ProofForm } from '../../proof/proof-form.tsx'
import { proofProblem, readProof } from '../../proof/read-proof.ts'
import { doorPath } from '../../read-portal.ts'
import { cookiesOf } from '../../../ui/door/cookies-of.ts'
import { DoorColumn } from '../../../ui/door/door-column.tsx'

const nextOf = (request: Request): string =>
  ownPath(new URL(request.url).searchParams.get('next'), '/account/security')

export async function loader({ request, context }: Route.LoaderArgs) {
  const view = await context.get(sessionContext).findConfirm()
  if (view === null) return redirect(doorPath(request))
  return { view, next: nextOf(request) }
}

export async function action({ request, context }: Route.ActionArgs) {
  const proof = readProof(await request.formData())
  if (proof === null) return data(proofProblem({ type: 'wrong' }), { status: 400 })
  const outcome = await context.get(sessionContext).confirm(proof)
  if (outcome.type !== 'confirmed') return data(proofProblem(outcome), { status: 401 })
  return redirect(nextOf(request), { headers: cookiesOf(outcome) })
}

export default function ConfirmPage({ loaderData, actionData }: Route.ComponentProps) {
  const text = useText()
  const { view, next } = loaderData
  return (
    <DoorColumn mark={view.email} title={text('account.confirm.title')}>
      <p className="mt-1 text-soft">
        {text(view.refused === null ? 'account.confirm.help' : 'account.sso')}
      </p>
      {view.refused === null ? (
        <ProofForm
          factors={view.factors}
          password={view.password}
          asking="confirm"
          problem={actionData ?? null}
        />
      ) : null}
      <p className="mt-6 text-meta">
        <Link to={next} className="text-soft underline underline-offset-3 hover:text-ink">
          {text('account.confirm.cancel')}
        </Link>
      </p>
    </DoorColumn>
  )
}
