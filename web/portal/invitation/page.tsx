/** Behind the link of an invitation: who invites, into what, and the one way this person can join by. */
import { formText } from '../../ui/form/form-text.ts'
import { data, Form, redirect, useNavigation } from 'react-router'
import type { Route } from './+types/page.ts'
import '../../languages/pages/invitation.ts'
// The password field has the words of the door.
import '../../languages/pages/sign-in.ts'
import { invitationContext } from '../../load-context.ts'
import { Button, buttonClass } from '../../ui/action/button.tsx'
import { DoorColumn } from '../../ui/door/door-column.tsx'
import { useText } from '../../ui/text/use-text.tsx'
import { useRoleName } from '../shell/use-role-name.ts'
import type { InvitationSight } from './invitation-api.ts'
import { JoinFields } from './join-fields.tsx'
import { cookiesOf } from '../../ui/door/cookies-of.ts'

export const loader = ({ context, params }: Route.LoaderArgs) =>
  context.get(invitationContext).find(params.token)

export async function action({ context, params, request }: Route.ActionArgs) {
  const form = await request.formData()
  const text = (name: string): string => formText(form, name)
  const newcomer = form.has('password') ? { name: text('name'), password: text('password') } : null
  const outcome = await context.get(invitationContext).accept(params.token, newcomer)
  if (outcome.type === 'joined') {
    const headers = cookiesOf(outcome)
    return redirect(outcome.to, { headers })
  }
  if (outcome.type === 'refused') {
    const { faults } = outcome
    return data({ faults, name: text('name'), at: Date.now() }, { status: 400 })
  }
  // Read again, the page says what is so now.
  return data({ faults: [], name: '', at: Date.now() }, { status: 409 })
}

export default function InvitationPage({ loaderData, actionData, params }: Route.ComponentProps) {
  const text = useText()
  const here = `/invitation/${params.token}`
  if (loaderData.type === 'gone') return <Gone operator={loaderData.operator.name} />
  const { tenant, operator, inviter } = loaderData
  return (
    <DoorColumn
      mark={tenant.name}
      title={text('invitation.title', { tenant: tenant.name })}
      lead={text('invitation.by', { inviter, operator: operator.name })}
    >
      <As sight={loaderData} />
      <div className="mt-6">
        <Way sight={loaderData} here={here} faults={actionData ?? null} />
      </div>
    </DoorColumn>
  )
}

type Open = Extract<InvitationSight, { type: 'open' }>

function As({ sight: { role, ownOnly, email } }: { sight: Open }) {
  const text = useText()
  const nameOf = useRoleName()
  const words = { role: nameOf(role), email }
  return (
    <p className="mt-3 text-dense break-words">
      {ownOnly ? text('invitation.asOwn', words) : text('invitation.as', words)}
    </p>
  )
}

interface WayProps {
  sight: Open
  here: string
  faults: { faults: string[]; name: string; at: number } | null
}

function Way({ sight, here, faults }: WayProps) {
  const text = useText()
  const { way, email, tenant, signedInAs } = sight
  if (way === 'sign_in' || way === 'sso') {
    const next = way === 'sso' ? `/t/${tenant.slug}/home` : here
    const key = way === 'sso' ? 'sso' : 'signIn'
    return (
      <>
        <p className="mb-4 text-soft">
          {text(`invitation.${key}.help`, { email, tenant: tenant.name })}
        </p>
        <a href={`/sign-in?${new URLSearchParams({ next })}`} className={buttonClass('primary')}>
          {text(`invitation.${key}.action`)}
        </a>
      </>
    )
  }
  if (way === 'other') {
    return (
      <form method="post" action="/sign-out">
        <input type="hidden" name="next" value={here} />
        <p className="mb-4 text-soft">
          {text('invitation.other.help', { email: signedInAs ?? '' })}
        </p>
        <Button type="submit" look="primary">
          {text('invitation.other.action')}
        </Button>
      </form>
    )
  }
  return <Join sight={sight} faults={faults} />
}

function Join({ sight, faults }: Pick<WayProps, 'sight' | 'faults'>) {
  const text = useText()
  const pending = useNavigation().formMethod === 'POST'
  const { way, tenant, email } = sight
  return (
    <Form method="post" noValidate className="grid gap-4">
      {way === 'new' ? <JoinFields email={email} tried={faults} /> : null}
      <Button type="submit" look="primary" pending={pending && text('invitation.joining')}>
        {text('invitation.join', { tenant: tenant.name })}
      </Button>
    </Form>
  )
}

function Gone({ operator }: { operator: string }) {
  const text = useText()
  const title = text('invitation.gone.title')
  return (
    <main className="mx-auto w-full max-w-[400px] px-6 pt-[14vh] pb-8 phone:pt-12">
      <title>{title}</title>
      <h1>{title}</h1>
      <p className="mt-1 mb-5 text-soft">{text('invitation.gone.help')}</p>
      <a href="/" className={buttonClass()}>
        {text('invitation.gone.action', { operator })}
      </a>
    </main>
  )
}
