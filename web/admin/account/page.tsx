/** Where one is signed in to the console, and ending what one does not know. */
import { data } from 'react-router'
import type { Route } from './+types/page.ts'
import '../../languages/pages/account.ts'
import { consoleText } from '../../languages/console-text.ts'
import { SessionList, SessionsEnded } from '../../ui/account/session-list.tsx'
import { formText } from '../../ui/form/form-text.ts'
import { useText } from '../../ui/text/use-text.tsx'
import { ProblemNote } from '../parts/problem-note.tsx'
import { titleMeta } from '../parts/title.ts'
import { actOnConsole, readConsole } from '../read-console.ts'

export const loader = (args: Route.LoaderArgs) => readConsole(args, (api) => api.account.sessions())

export async function action(args: Route.ActionArgs) {
  const handle = formText(await args.request.formData(), 'handle')
  const outcome = await actOnConsole(args, (api) =>
    api.account.endSessions({ handle: handle === '' ? null : handle }),
  )
  return data({ at: Date.now(), ...outcome })
}

export const meta: Route.MetaFunction = ({ error }) =>
  titleMeta(error, () => consoleText('account.title'))

function Answer({ outcome }: { outcome: Route.ComponentProps['actionData'] }) {
  if (outcome === undefined) return null
  if (outcome.type === 'failed') return <ProblemNote why={outcome.why} attempt={outcome.at} />
  return <SessionsEnded ended={outcome.result.ended} />
}

/** Everybody of staff signs in like this. */
const BY = { method: 'password', strong: true } as const

export default function OwnSessions({ loaderData, actionData }: Route.ComponentProps) {
  const text = useText()
  return (
    <div className="max-w-[640px]">
      <h1>{consoleText('account.title')}</h1>
      <p className="mt-1 mb-5 text-soft">{text('account.sessions.help')}</p>
      <Answer outcome={actionData} />
      <SessionList sessions={loaderData.map((session) => ({ ...session, ...BY }))} />
    </div>
  )
}
