/** Where one is signed in, and ending what one does not know. */
import { data, Form, useNavigation } from 'react-router'
import type { Route } from './+types/page.ts'
import { Button } from '../../../ui/action/button.tsx'
import { capital } from '../../../ui/text/initials.ts'
import { useFormat, useText } from '../../../ui/text/use-text.tsx'
import { readPortal } from '../../read-portal.ts'
import { titleOf } from '../../shell/title-of.ts'
import { actOnAccount } from '../act-account.ts'
import { formText } from '../../../ui/form/form-text.ts'
import { Done, Failed } from '../answer.tsx'
import { SessionRow } from './session-row.tsx'

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
  const text = useText()
  const format = useFormat()
  if (outcome === undefined) return null
  if (outcome.type === 'failed') return <Failed why={outcome.why} attempt={outcome.at} />
  const { ended } = outcome.result
  const number = capital(format.count(ended))
  return <Done>{text('account.sessions.ended', { count: ended, number })}</Done>
}

export default function SessionsPage({ loaderData, actionData }: Route.ComponentProps) {
  const text = useText()
  const pending = useNavigation().formMethod === 'POST'
  const hasOthers = loaderData.some(({ isCurrent }) => !isCurrent)
  return (
    <>
      <h1>{text('account.sessions.title')}</h1>
      <p className="mt-1 mb-5 max-w-[60ch] text-soft">{text('account.sessions.help')}</p>
      <Answer outcome={actionData} />
      <ul className="mt-3 grid divide-y divide-line border-y border-line">
        {loaderData.map((session) => (
          <SessionRow key={session.handle} session={session} />
        ))}
      </ul>
      {hasOthers ? (
        <Form method="post" className="mt-5">
          <Button type="submit" pending={pending && text('account.saving')}>
            {text('account.sessions.endOthers')}
          </Button>
        </Form>
      ) : (
        <p className="mt-4 text-meta text-faint">{text('account.sessions.alone')}</p>
      )}
    </>
  )
}
