/** A sign-in that was refused: what happened, and what the person in front of it can do. */
import { data } from 'react-router'
import type { Route } from './+types/refused.ts'
import '../../languages/pages/sign-on.ts'
import { requestIdContext, sessionContext, signOnContext } from '../../load-context.ts'
import { buttonClass } from '../../ui/action/button.tsx'
import { useText } from '../../ui/text/use-text.tsx'
import { notFound } from '../read-portal.ts'
import { DoorColumn } from '../../ui/door/door-column.tsx'

/** Told apart only where it helps; what was wrong with a forged answer is for the log. */
const TOLD = ['provider_off', 'provider_unavailable', 'request', 'status', 'removed'] as const
const ADDRESS = ['email_missing', 'email_unverified', 'domain_not_proven']

type Told = (typeof TOLD)[number] | 'address' | 'invalid'

function toldOf(reason: string): Told {
  if (ADDRESS.includes(reason)) return 'address'
  return TOLD.find((told) => told === reason) ?? 'invalid'
}

export async function loader({ context }: Route.LoaderArgs) {
  const { refusal } = context.get(signOnContext)
  // An address that answers come to, and nothing that came.
  if (refusal === null) throw notFound()
  const told = toldOf(refusal)
  const door = await context.get(sessionContext).findDoor(null)
  const requestId = context.get(requestIdContext)
  return data({ told, operator: door.operator.name, requestId }, { status: 403 })
}

export default function RefusedPage({ loaderData }: Route.ComponentProps) {
  const text = useText()
  const { told, operator, requestId } = loaderData
  return (
    <DoorColumn
      mark={operator}
      title={text('signOn.refused.title')}
      lead={text(`signOn.refused.${told}`)}
    >
      <div className="mt-6 grid gap-4">
        <a
          className={buttonClass('primary', 'h-(--door-control) w-full text-field')}
          href="/sign-in"
        >
          {text('signOn.refused.again')}
        </a>
        <p className="text-meta text-faint">{text('signOn.refused.id', { id: requestId })}</p>
      </div>
    </DoorColumn>
  )
}
