/** Single sign-on of a company, in the order in which it is set up: domains, provider, try, everybody. */
import { useEffect, useRef } from 'react'
import { CircleCheck, TriangleAlert } from 'lucide-react'
import type { Route } from './+types/page.ts'
import '../../../languages/pages/sign-on-settings.ts'
import { Note } from '../../../ui/show/note.tsx'
import { useText } from '../../../ui/text/use-text.tsx'
import { actOnPortal } from '../../act-portal.ts'
import { notFound, readPortal } from '../../read-portal.ts'
import { titleOf } from '../../shell/title-of.ts'
import { useSession } from '../../shell/use-session.ts'
import { FormProblem } from '../form-problem.tsx'
import { Domains } from './domains.tsx'
import { Enforcement } from './enforcement.tsx'
import { Providers } from './providers.tsx'
import { actOn } from './read-form.ts'

const REJECTED = [
  ...(['provider_off', 'provider_unavailable', 'request', 'status', 'signature'] as const),
  ...(['issuer', 'audience', 'destination', 'time'] as const),
]

export async function loader(args: Route.LoaderArgs) {
  const view = await readPortal(args, (portal) => portal.signOn.get())
  return { view, tested: new URL(args.request.url).searchParams.get('tested') }
}

export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData()
  const outcome = await actOnPortal(args, (portal) => {
    const acted = actOn(portal.signOn, form)
    if (acted === null) throw notFound()
    return acted
  })
  return { at: Date.now(), ...outcome }
}

export const meta: Route.MetaFunction = (args) =>
  titleOf(args, (text) => text('settings.part.sign-on'))

function Answer({ outcome }: { outcome: Route.ComponentProps['actionData'] }) {
  const text = useText()
  if (outcome === undefined) return null
  if (outcome.type === 'failed') return <FormProblem why={outcome.why} attempt={outcome.at} />
  if (outcome.result.type === 'refused') {
    const words = text(`signOnSettings.why.${outcome.result.why}`)
    return <FormProblem words={words} attempt={outcome.at} />
  }
  return <Done at={outcome.at} words={text(`signOnSettings.${outcome.result.type}`)} />
}

/** The button may be far below: whoever pressed it is shown what came of it. */
function Done({ at, words }: { at: number; words: string }) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    place.current?.scrollIntoView({ block: 'center' })
  }, [at])
  return (
    <div ref={place}>
      <Note icon={CircleCheck} tone="ok">
        {words}
      </Note>
    </div>
  )
}

function Tested({ tested }: { tested: string }) {
  const text = useText()
  if (tested === 'ok') {
    return (
      <Note icon={CircleCheck} tone="ok">
        {text('signOnSettings.tested.ok')}
      </Note>
    )
  }
  const reason = REJECTED.find((each) => each === tested) ?? 'other'
  return (
    <Note icon={TriangleAlert} tone="bad">
      {text('signOnSettings.tested.failed', { why: text(`signOnSettings.rejected.${reason}`) })}
    </Note>
  )
}

export default function SignOnSettingsPage({ loaderData, actionData }: Route.ComponentProps) {
  const text = useText()
  const { tenant } = useSession()
  const { view, tested } = loaderData
  return (
    <>
      <h1>{text('signOnSettings.title')}</h1>
      <p className="mt-1 mb-6 max-w-[60ch] text-soft">
        {text('signOnSettings.intro', { tenant: tenant.name })}
      </p>
      <div className="mb-6 max-w-[640px]" aria-live="polite">
        {actionData === undefined && tested !== null ? <Tested tested={tested} /> : null}
        <Answer outcome={actionData} />
      </div>
      <div className="max-w-[760px]">
        <Domains {...view} />
        <Providers {...view} />
        <Enforcement view={view} />
      </div>
    </>
  )
}
