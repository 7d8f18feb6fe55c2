/** Between a session and a company whose rules ask for more than it has: what is missing, and how to get it. */
import { redirect } from 'react-router'
import type { Route } from './+types/page.ts'
import '../../languages/pages/gate.ts'
import { sessionContext } from '../../load-context.ts'
import { Button, buttonClass } from '../../ui/action/button.tsx'
import { TenantMark } from '../../ui/show/tenant-mark.tsx'
import { useText } from '../../ui/text/use-text.tsx'

export async function loader({ request, context }: Route.LoaderArgs) {
  const next = new URL(request.url).searchParams.get('next')
  const gate = await context.get(sessionContext).findGate(next)
  if (gate !== null) return gate
  const door = await context.get(sessionContext).findDoor(next)
  return redirect(door.next ?? '/')
}

export default function GatePage({ loaderData }: Route.ComponentProps) {
  const text = useText()
  const { gate, tenant, person, next } = loaderData
  const title = text(`gate.title.${gate}`)
  return (
    <main className="mx-auto w-full max-w-[400px] px-6 pt-[14vh] pb-8 phone:pt-12">
      <title>{title}</title>
      <TenantMark name={tenant.name} size="large" />
      <h1 className="mt-5">{title}</h1>
      <p className="mt-1 text-soft">{text(`gate.why.${gate}`, { tenant: tenant.name })}</p>
      <p className="mt-3 text-meta text-faint">
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
      <form method="post" action="/sign-out" className="mt-5">
        <input type="hidden" name="next" value={next} />
        <Button type="submit" look={gate === 'sso' ? 'plain' : 'primary'}>
          {text('gate.again')}
        </Button>
      </form>
    </main>
  )
}
