/** Where one is signed in, and ending what one does not know. */
import { data } from 'react-router'
import type { Route } from './+types/page.ts'
import { SessionList, SessionsEnded } from '../../../ui/account/session-list.tsx'
import { useText } from '../../../ui/text/use-text.tsx'
import { readPortal } from '../../read-portal.ts'
import { titleOf } from '../../shell/title-of.ts'
import { actOnAccount } from '../act-account.ts'
import { formText } from '../../../ui/form/form-text.ts'
import { Failed } from '../answer.tsx'

export const loader = (args: Route.LoaderArgs) =>
  readPortal(args, (portal) => portal.account.sessions.list())

export async function action(args: Route.ActionArgs) {
  const handle = formText(await args.request.formData(), 'handle')
  const outcome = await actOnAccount(args, ({ sessions }) =>
    handle === '' ? sessions.endOthers() : sessions.end({ handle }),
  )
  return data({ at: Date.now(), ...outcome })
}

export const meta: Route.MetaFunction = (args) =>
  titleOf(args, (text) => text('account.part.sessions'))

function Answer({ outcome }: { outcome: Route.ComponentProps['actionData'] }) {
  if (outcome === undefined) return null
  if (outcome.type === 'failed') return <Failed why={outcome.why} attempt={outcome.at} />
  return <SessionsEnded ended={outcome.result.ended} />
}

export default function SessionsPage({ loaderData, actionData }: Route.ComponentProps) {
  const text = useText()
  return (
    <>
      <h1>{text('account.sessions.title')}</h1>
      <p className="mt-1 mb-5 max-w-[60ch] text-soft">{text('account.sessions.help')}</p>
      <Answer outcome={actionData} />
      <SessionList sessions={loaderData} />
    </>
  )
}
