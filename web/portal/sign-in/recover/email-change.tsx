/** Agrees to a new address, or stops it, by the link of a mail. Only a press does anything: mail scanners open links. */
import { Form, Link, useNavigation } from 'react-router'
import type { Route } from './+types/email-change.ts'
import '../../../languages/pages/sign-in.ts'
import { sessionContext } from '../../../load-context.ts'
import { Button } from '../../../ui/action/button.tsx'
import { useText } from '../../../ui/text/use-text.tsx'
import { DoorColumn } from '../../../ui/door/door-column.tsx'

const tokenOf = (request: Request): string => new URL(request.url).searchParams.get('token') ?? ''

export async function loader({ request, context }: Route.LoaderArgs) {
  const port = context.get(sessionContext)
  const { operator } = await port.findDoor(null)
  return { operator, change: await port.findEmailChange(tokenOf(request)) }
}

export async function action({ request, context }: Route.ActionArgs) {
  const agree = (await request.formData()).get('answer') === 'agree'
  return context.get(sessionContext).answerEmailChange({ token: tokenOf(request), agree })
}

export default function EmailChangePage({ loaderData, actionData }: Route.ComponentProps) {
  const text = useText()
  const pending = useNavigation().formMethod === 'POST'
  const { operator, change } = loaderData
  const outcome = actionData ?? (change === null ? 'over' : null)
  return (
    <DoorColumn mark={operator.name} title={text('signIn.address.title')}>
      {outcome !== null || change === null ? (
        <>
          <p role="status" className="mt-2 text-soft">
            {text(`signIn.address.${outcome ?? 'over'}`)}
          </p>
          <p className="mt-6 text-meta">
            <Link to="/sign-in" className="text-soft underline underline-offset-3 hover:text-ink">
              {text('signIn.back')}
            </Link>
          </p>
        </>
      ) : (
        <>
          <p className="mt-2 break-words text-soft">
            {text(`signIn.address.${change.side}`, { from: change.from, to: change.to })}
          </p>
          <Form method="post" className="mt-6 flex flex-wrap gap-2">
            <Button
              type="submit"
              look="primary"
              name="answer"
              value="agree"
              pending={pending && text('signIn.pending')}
            >
              {text('signIn.address.agree')}
            </Button>
            <Button type="submit" name="answer" value="stop">
              {text('signIn.address.stop')}
            </Button>
          </Form>
        </>
      )}
    </DoorColumn>
  )
}
