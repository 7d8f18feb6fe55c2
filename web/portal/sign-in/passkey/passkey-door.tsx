/** Signing in by a passkey alone. What talks to the device is fetched when somebody presses. */
import { useState } from 'react'
import { KeyRound } from 'lucide-react'
import type { TextKey } from '../../../languages/catalogue.ts'
import { Button } from '../../../ui/action/button.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { useText } from '../../../ui/text/use-text.tsx'

type Problem = Extract<TextKey, `signIn.passkey${string}`>

const load = () => import('./passkey-browser.ts')

/** @returns what is wrong; null when the browser is on its way in */
async function enter(next: string | null): Promise<Problem | null> {
  const { postForm, showPasskey } = await load()
  const answer = await showPasskey('door')
  if (answer.type === 'too_many') return 'signIn.passkeyTooMany'
  if (answer.type !== 'answered') return 'signIn.passkeyCancelled'
  const { response } = answer
  const result = await postForm('/sign-in/passkey', { response, next: next ?? '' })
  if (result.status === 429) return 'signIn.passkeyTooMany'
  if (!result.ok) return 'signIn.passkeyProblem'
  const { to } = (await result.json()) as { to: string }
  // A whole page: everything on it belongs to the one who has come in.
  window.location.assign(to)
  return null
}

export function PasskeyDoor({ next }: { next: string | null }) {
  const text = useText()
  const [pending, setPending] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const press = async (): Promise<void> => {
    setPending(true)
    setProblem(null)
    const found = await enter(next).catch((): Problem => 'signIn.passkeyCancelled')
    setProblem(found)
    if (found !== null) setPending(false)
  }
  return (
    <div className="grid gap-2">
      <Button
        pending={pending && text('signIn.passkeyWaiting')}
        onPointerEnter={() => void load()}
        onClick={() => void press()}
        className="h-(--door-control) w-full text-field"
      >
        <Icon of={KeyRound} />
        {text('signIn.passkey')}
      </Button>
      <p role="status" className="text-meta text-bad empty:hidden">
        {problem === null ? '' : text(problem)}
      </p>
    </div>
  )
}
