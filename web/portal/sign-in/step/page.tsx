/** The second step of signing in. Its cookie opens this page and no other. */
import { data, Link, redirect } from 'react-router'
import type { Route } from './+types/page.ts'
import '../../../languages/pages/sign-in.ts'
import { sessionContext } from '../../../load-context.ts'
import { useText } from '../../../ui/text/use-text.tsx'
import { ProofForm } from '../../proof/proof-form.tsx'
import { proofProblem, readProof } from '../../proof/read-proof.ts'
import { cookiesOf } from '../../../ui/door/cookies-of.ts'
import { DoorColumn } from '../../../ui/door/door-column.tsx'

const nextOf = (request: Request): string | null => new URL(request.url).searchParams.get('next')

function overPath(next: string | null): string {
  return `/sign-in?${new URLSearchParams({ note: 'step', ...(next === null ? {} : { next }) })}`
}

export async function loader({ request, context }: Route.LoaderArgs) {
  const port = context.get(sessionContext)
  const next = nextOf(request)
  const factors = await port.findStep()
  if (factors === null) return redirect(overPath(next))
  return { factors, door: await port.findDoor(next) }
}

export async function action({ request, context }: Route.ActionArgs) {
  const next = nextOf(request)
  const proof = readProof(await request.formData())
  if (proof === null || 'password' in proof) {
    return data(proofProblem({ type: 'wrong' }), { status: 400 })
  }
  const outcome = await context.get(sessionContext).finishStep({ proof, next })
  if (outcome.type === 'over') return redirect(overPath(next), { headers: cookiesOf(outcome) })
  if (outcome.type === 'signed_in') return redirect(outcome.to, { headers: cookiesOf(outcome) })
  const problem = proofProblem(outcome)
  return data(problem, { status: outcome.type === 'wrong' ? 401 : 429 })
}

export default function StepPage({ loaderData, actionData }: Route.ComponentProps) {
  const text = useText()
  const { factors, door } = loaderData
  const { tenant, operator, next } = door
  const again = `/sign-in?${new URLSearchParams(next === null ? {} : { next })}`
  return (
    <DoorColumn mark={tenant?.name ?? operator.name} title={text('signIn.step.title')}>
      <p className="mt-1 text-soft">{text('signIn.step.help')}</p>
      <ProofForm factors={factors} asking="step" problem={actionData ?? null} />
      <p className="mt-6 text-meta text-faint">
        <Link to={again} className="underline underline-offset-3 hover:text-ink">
          {text('signIn.step.again')}
        </Link>
      </p>
    </DoorColumn>
  )
}
