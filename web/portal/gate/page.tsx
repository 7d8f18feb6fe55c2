/** Between a session and a company whose rules ask for more than it has: what is missing, and getting it right here. */
import { data, redirect } from 'react-router'
import type { Route } from './+types/page.ts'
import '../../languages/pages/account.ts'
import '../../languages/pages/gate.ts'
import '../../languages/pages/sign-in.ts'
import { sessionContext } from '../../load-context.ts'
import { Button, buttonClass } from '../../ui/action/button.tsx'
import { DoorColumn } from '../../ui/door/door-column.tsx'
import { useText } from '../../ui/text/use-text.tsx'
import { ProofForm } from '../proof/proof-form.tsx'
import { proofProblem, readProof, type ProofProblem } from '../proof/read-proof.ts'
import { cookiesOf } from '../../ui/door/cookies-of.ts'
import { SetUpFactor } from './set-up-factor.tsx'

const nextOf = (request: Request): string | null => new URL(request.url).searchParams.get('next')

export async function loader({ request, context }: Route.LoaderArgs) {
  const port = context.get(sessionContext)
  const next = nextOf(request)
  const gate = await port.findGate(next)
  if (gate !== null) return { ...gate, confirm: await port.findConfirm() }
  const door = await port.findDoor(next)
  return redirect(door.next ?? '/')
}

/** Recovery codes are on the page: it must not go on by itself before they are kept. */
export const shouldRevalidate = ({ formAction }: { formAction?: string | undefined }): boolean =>
  formAction?.startsWith('/account/') !== true

export async function action({ request, context }: Route.ActionArgs) {
  const port = context.get(sessionContext)
  const proof = readProof(await request.formData())
  if (proof === null || 'password' in proof) {
    return data(proofProblem({ type: 'wrong' }), { status: 400 })
  }
  const outcome = await port.confirm(proof)
  if (outcome.type !== 'confirmed') return data(proofProblem(outcome), { status: 401 })
  const door = await port.findDoor(nextOf(request))
  return redirect(door.next ?? '/', { headers: cookiesOf(outcome) })
}

interface MfaProps {
  loaderData: Route.ComponentProps['loaderData']
  problem: ProofProblem | null
}

function Mfa({ loaderData, problem }: MfaProps) {
  const text = useText()
  const { confirm, tenant, next } = loaderData
  if (confirm === null) return null
  const { factors } = confirm
  if (factors.totp || factors.passkey) {
    return (
      <>
        <p className="mt-3 text-soft">{text('gate.show')}</p>
        <ProofForm factors={factors} asking="confirm" problem={problem} />
      </>
    )
  }
  return <SetUpFactor tenant={tenant} next={next} />
}

export default function GatePage({ loaderData, actionData }: Route.ComponentProps) {
  const text = useText()
  const { gate, tenant, person, next } = loaderData
  const isMfa = gate === 'mfa'
  return (
    <DoorColumn
      mark={tenant.name}
      title={text(`gate.title.${gate}`)}
      lead={text(`gate.why.${gate}`, { tenant: tenant.name })}
      wide
    >
      {isMfa ? <Mfa loaderData={loaderData} problem={actionData ?? null} /> : null}
      <p className="mt-6 text-meta text-faint">
        {text('gate.signedInAs', { email: person.email })}
      </p>
      {gate === 'sso' ? (
        <a
          href={`/sign-in/sso?${new URLSearchParams({ go: '1', next })}`}
          className={buttonClass('primary', 'mt-5 h-(--door-control) w-full text-field')}
        >
          {text('gate.sso')}
        </a>
      ) : null}
      <form method="post" action="/sign-out" className="mt-3">
        <input type="hidden" name="next" value={next} />
        <Button type="submit" look={gate === 'sign_in' ? 'primary' : 'plain'}>
          {text('gate.again')}
        </Button>
      </form>
    </DoorColumn>
  )
}
