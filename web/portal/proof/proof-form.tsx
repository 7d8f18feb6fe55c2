/** One proof at a time, the best of those there are first; the others are a link away, which works without scripts. */
import { Form, Link, useNavigation, useSearchParams } from 'react-router'
import '../../languages/pages/proof.ts'
import { ProblemSummary } from '../../ui/form/problem-summary.tsx'
import { useText } from '../../ui/text/use-text.tsx'
import type { Asking } from '../sign-in/passkey/passkey-browser.ts'
import type { FactorChoice } from '../sign-in/door-api.ts'
import type { ProofProblem } from './read-proof.ts'
import { ProofField } from './proof-field.tsx'
import { PasskeyProof } from './passkey-proof.tsx'
import { DoorSubmit } from '../../ui/door/door-submit.tsx'

export type Way = 'totp' | 'passkey' | 'recovery' | 'password'
const WAYS: readonly Way[] = ['totp', 'passkey', 'password', 'recovery']

interface ProofFormProps {
  factors: FactorChoice
  password?: boolean
  asking: Asking
  problem: ProofProblem | null
}

function useMessage() {
  const text = useText()
  return ({ why, minutes }: ProofProblem): string =>
    why === 'too_many_tries'
      ? text('proof.error.tooMany', { count: minutes, number: minutes })
      : text(`proof.error.${why}`)
}

function useWay(ways: readonly Way[]): Way | undefined {
  const [params] = useSearchParams()
  return ways.find((way) => way === params.get('way')) ?? ways[0]
}

export function ProofForm({ factors, password = false, asking, problem }: ProofFormProps) {
  const text = useText()
  const message = useMessage()
  const has: Record<Way, boolean> = { ...factors, password }
  const ways = WAYS.filter((way) => has[way])
  const way = useWay(ways)
  const pending = useNavigation().formMethod === 'POST'
  if (way === undefined) return null
  return (
    <div className="mt-6 grid gap-4">
      {problem === null ? null : (
        <ProblemSummary attempt={problem.attempt} title={message(problem)} problems={[]} />
      )}
      {way === 'passkey' ? (
        <PasskeyProof asking={asking} />
      ) : (
        <Form method="post" noValidate className="grid gap-4" key={way}>
          <ProofField way={way} />
          <DoorSubmit pending={pending && text('proof.pending')}>{text('proof.submit')}</DoorSubmit>
        </Form>
      )}
      <Others ways={ways.filter((other) => other !== way)} />
    </div>
  )
}

function Others({ ways }: { ways: readonly Way[] }) {
  const text = useText()
  const [params] = useSearchParams()
  if (ways.length === 0) return null
  const to = (way: Way): string => {
    const next = new URLSearchParams(params)
    next.set('way', way)
    return `?${next.toString()}`
  }
  return (
    <nav aria-label={text('proof.other')} className="grid gap-1.5 text-dense">
      {ways.map((way) => (
        <Link
          key={way}
          to={to(way)}
          replace
          className="justify-self-start text-soft underline underline-offset-3 hover:text-ink"
        >
          {text(`proof.way.${way}`)}
        </Link>
      ))}
    </nav>
  )
}
