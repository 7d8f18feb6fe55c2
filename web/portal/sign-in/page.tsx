/** The door: one column and nothing else, in the colours of the tenant one is on the way to. */
import { data, redirect } from 'react-router'
import type { Route } from './+types/page.ts'
import '../../languages/pages/sign-in.ts'
import { sessionContext } from '../../load-context.ts'
import { buttonClass } from '../../ui/action/button.tsx'
import { TenantMark } from '../../ui/show/tenant-mark.tsx'
import { useText } from '../../ui/text/use-text.tsx'
import { findProblems, readForm, type FormProblem } from '../../ui/door/sign-in-form.ts'
import { DoorForm } from '../../ui/door/door-form.tsx'
import { cookiesOf } from '../../ui/door/cookies-of.ts'
import { OtherWays } from './other-ways.tsx'

export async function loader({ request, context }: Route.LoaderArgs) {
  const port = context.get(sessionContext)
  const params = new URL(request.url).searchParams
  const door = await port.findDoor(params.get('next'))
  // Somebody who is signed in has no business at the door; a foreign tenant is a 404 behind it.
  if ((await port.find()) !== null) return redirect(door.next ?? '/')
  return { door, note: params.get('note') }
}

export async function action({ request, context }: Route.ActionArgs) {
  const form = readForm(await request.formData())
  const refuse = (problems: FormProblem[], status: number) =>
    data({ email: form.email, problems, attempt: Date.now() }, { status })
  const problems = findProblems(form)
  if (problems.length > 0) return refuse(problems, 400)
  const outcome = await context.get(sessionContext).signIn(form)
  if (outcome.type === 'refused') return refuse([{ field: null, key: 'signIn.error.refused' }], 401)
  if (outcome.type === 'too_many_tries') {
    const minutes = Math.max(1, Math.ceil(outcome.retryAfterSeconds / 60))
    return refuse([{ field: null, key: 'signIn.error.tooMany', minutes }], 429)
  }
  const headers = cookiesOf(outcome)
  if (outcome.type === 'second_step') {
    return redirect(`/sign-in/step?${new URLSearchParams({ next: form.next ?? '/' })}`, { headers })
  }
  return redirect(outcome.to, { headers })
}

export default function SignInPage({ loaderData, actionData }: Route.ComponentProps) {
  const text = useText()
  const { door, note } = loaderData
  const { operator, tenant, next } = door
  const title =
    tenant === null
      ? text('signIn.toOperator', { operator: operator.name })
      : text('signIn.to', { tenant: tenant.name })
  return (
    <div className="grid min-h-dvh grid-rows-[1fr_auto] px-6 py-5">
      <main className="mx-auto w-full max-w-[360px] pt-[12vh] pb-8 phone:pt-10">
        <title>{title}</title>
        <TenantMark name={tenant?.name ?? operator.name} size="large" />
        <h1 className="mt-5">{title}</h1>
        <Next next={next} />
        <DoorForm
          next={next}
          note={note}
          email={actionData?.email ?? ''}
          problems={actionData?.problems ?? []}
          attempt={actionData?.attempt ?? 0}
          aside={<ToSignOn />}
          forgot="/forgot-password"
        />
        <OtherWays next={next} />
      </main>
      <footer className="text-meta text-faint desk:text-right">
        {text('signIn.runBy', { operator: operator.name })}
      </footer>
    </div>
  )
}

/** Takes along what was typed: the address decides which company's sign-on it is. */
function ToSignOn() {
  const text = useText()
  return (
    <button
      type="submit"
      formMethod="get"
      formAction="/sign-in/sso"
      formNoValidate
      className={buttonClass('secondary', 'h-(--door-control) w-full text-field')}
    >
      {text('signIn.sso')}
    </button>
  )
}

/** Says where one is going, when that is more than the start page. */
function Next({ next }: { next: string | null }) {
  const text = useText()
  const place = /^\/t\/[^/]+\/orders(\/[^/?]+)?/.exec(next ?? '')
  if (place === null) return null
  return (
    <p className="mt-1 text-soft">
      {text(place[1] === undefined ? 'signIn.then.orders' : 'signIn.then.order')}
    </p>
  )
}
