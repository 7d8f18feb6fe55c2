/** The second step of staff: a code of their app, or, the first time, the app that gives it. */
import { formText } from '../../ui/form/form-text.ts'
import { data, redirect } from 'react-router'
import type { Route } from './+types/step-page.ts'
import { consoleText } from '../../languages/console-text.ts'
import { consoleOf } from '../read-console.ts'
import { CodeForm } from './code-form.tsx'
import { DoorPage } from './door-page.tsx'
import { NewFactor } from './new-factor.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'
import { cookiesOf } from '../../ui/door/cookies-of.ts'

export async function loader({ request, context }: Route.LoaderArgs) {
  const { session } = consoleOf(context)
  const next = session.pathOf(new URL(request.url).searchParams.get('next'))
  const step = await session.findStep()
  if (step !== null) return { next, step }
  if (await session.isSignedIn()) return redirect(next)
  return redirect(`/admin/sign-in?${new URLSearchParams({ next, note: 'ended' })}`)
}

/** What was set up is shown once, on the answer itself: reading this page again would lead on. */
export const shouldRevalidate = () => false

const MAX_TEXT = 100

export async function action({ request, context }: Route.ActionArgs) {
  const form = await request.formData()
  const next = formText(form, 'next').slice(0, MAX_TEXT)
  const outcome = await consoleOf(context).session.finishStep({
    code: formText(form, 'code').slice(0, MAX_TEXT),
    next,
  })
  const attempt = Date.now()
  if (outcome.type === 'wrong') return data({ problem: 'wrong' as const, attempt }, { status: 401 })
  if (outcome.type === 'too_many_tries') {
    return data({ problem: 'tooMany' as const, attempt }, { status: 429 })
  }
  const headers = cookiesOf(outcome)
  if (outcome.type === 'over') {
    return redirect(`/admin/sign-in?${new URLSearchParams({ next, note: 'ended' })}`, { headers })
  }
  if (outcome.recoveryCodes === null) return redirect(outcome.to, { headers })
  return data({ codes: outcome.recoveryCodes, to: outcome.to }, { headers })
}

export default function StaffStepPage({ loaderData, actionData }: Route.ComponentProps) {
  const { step, next } = loaderData
  const done = actionData !== undefined && 'codes' in actionData ? actionData : null
  const problem = actionData !== undefined && 'problem' in actionData ? actionData : null
  const page = done !== null ? 'recovery' : step.type
  const title = consoleText(`step.${page}.title`)
  return (
    <DoorPage title={title} lead={consoleText(`step.${page}.help`)}>
      {done !== null ? (
        <RecoveryCodes codes={done.codes} to={done.to} />
      ) : (
        <>
          {step.type === 'enrol' ? <NewFactor secret={step.secret} qr={step.qr} /> : null}
          <CodeForm next={next} problem={problem} isNew={step.type === 'enrol'} />
        </>
      )}
    </DoorPage>
  )
}
