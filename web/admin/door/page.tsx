/** The console's door: unmistakably not a customer's. */
import { data, redirect } from 'react-router'
import type { Route } from './+types/page.ts'
import '../../languages/pages/sign-in.ts'
import { consoleText } from '../../languages/console-text.ts'
import { DoorForm } from '../../ui/door/door-form.tsx'
import { findProblems, readForm, type FormProblem } from '../../ui/door/sign-in-form.ts'
import { consoleOf } from '../read-console.ts'
import { ConsoleMark } from '../shell/console-mark.tsx'
import { cookiesOf } from '../../ui/door/cookies-of.ts'

export async function loader({ request, context }: Route.LoaderArgs) {
  const { session } = consoleOf(context)
  const params = new URL(request.url).searchParams
  const next = session.pathOf(params.get('next'))
  // Somebody who is signed in has no business at the door.
  if (await session.isSignedIn()) return redirect(next)
  return { next, note: params.get('note') }
}

export async function action({ request, context }: Route.ActionArgs) {
  const form = readForm(await request.formData())
  const refuse = (problems: FormProblem[], status: number) =>
    data({ email: form.email, problems, attempt: Date.now() }, { status })
  const problems = findProblems(form)
  if (problems.length > 0) return refuse(problems, 400)
  const outcome = await consoleOf(context).session.signIn(form)
  if (outcome.type === 'refused') return refuse([{ field: null, key: 'signIn.error.refused' }], 401)
  if (outcome.type === 'too_many_tries') {
    const minutes = Math.max(1, Math.ceil(outcome.retryAfterSeconds / 60))
    return refuse([{ field: null, key: 'signIn.error.tooMany', minutes }], 429)
  }
  const headers = cookiesOf(outcome)
  return redirect(outcome.to, { headers })
}

export default function StaffSignIn({ loaderData, actionData }: Route.ComponentProps) {
  const { next, note } = loaderData
  const title = consoleText('shell.door.title')
  return (
    <div data-area="console" className="grid min-h-dvh grid-rows-[auto_1fr]">
      <header
        data-frame
        className="flex h-(--top) items-center border-t-3 border-t-brand bg-side px-6"
      >
        <ConsoleMark />
      </header>
      <main className="mx-auto w-full max-w-[408px] px-6 pt-[10vh] pb-8 phone:pt-10">
        <title>{title}</title>
        <h1>{title}</h1>
        <p className="mt-1 text-soft">{consoleText('shell.door.helpPlain')}</p>
        <DoorForm
          next={next}
          note={note}
          email={actionData?.email ?? ''}
          problems={actionData?.problems ?? []}
          attempt={actionData?.attempt ?? 0}
        />
      </main>
    </div>
  )
}
