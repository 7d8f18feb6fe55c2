/** Single sign-on by address: leads to the provider of the company that proved its domain, whoever has an account. */
import { Form, redirectDocument } from 'react-router'
import type { Route } from './+types/page.ts'
import '../../languages/pages/sign-on.ts'
import { sessionContext, signOnContext } from '../../load-context.ts'
import { buttonClass } from '../../ui/action/button.tsx'
import { useText } from '../../ui/text/use-text.tsx'
import { DoorColumn } from '../../ui/door/door-column.tsx'
import { EmailField } from '../../ui/door/email-field.tsx'
import { DoorSubmit } from '../../ui/door/door-submit.tsx'

const MAX_EMAIL = 320
/** A company may give its provider a long name. */
const MANY_LINES =
  'min-h-(--door-control) w-full px-3 py-2 text-center text-field whitespace-normal!'

export async function loader({ request, context }: Route.LoaderArgs) {
  const params = new URL(request.url).searchParams
  const next = params.get('next')
  const email = params.get('email')?.trim().slice(0, MAX_EMAIL) ?? ''
  const door = await context.get(sessionContext).findDoor(next)
  const doors = await context
    .get(signOnContext)
    .listDoors({ email: email === '' ? null : email, next: door.next })
  // One way only, and asked for: nothing to choose.
  const [only, other] = doors
  if (only && !other && (email !== '' || params.has('go'))) throw redirectDocument(only.href)
  return { door, doors, email }
}

export default function SignOnPage({ loaderData }: Route.ComponentProps) {
  const text = useText()
  const { door, doors, email } = loaderData
  const [first] = doors
  const missed = email !== '' && doors.length === 0 ? text('signOn.unknown') : undefined
  return (
    <DoorColumn
      mark={door.tenant?.name ?? door.operator.name}
      title={text('signOn.title')}
      lead={first ? text('signOn.leadTo', { tenant: first.tenant }) : text('signOn.lead')}
    >
      <div className="mt-6 grid gap-4">
        {doors.map(({ href, name }) => (
          <a key={href} href={href} className={buttonClass('secondary', MANY_LINES)}>
            {text('signOn.with', { provider: name })}
          </a>
        ))}
        <Form method="get" className="grid gap-4">
          <input type="hidden" name="next" value={door.next ?? ''} />
          <EmailField label={text('signOn.email')} error={missed} email={email} />
          <DoorSubmit>{text('signOn.continue')}</DoorSubmit>
        </Form>
        <BackToDoor next={door.next} />
      </div>
    </DoorColumn>
  )
}

function BackToDoor({ next }: { next: string | null }) {
  const text = useText()
  const query = next === null ? '' : `?${new URLSearchParams({ next })}`
  return (
    <a className="link text-dense" href={`/sign-in${query}`}>
      {text('signOn.password')}
    </a>
  )
}
