/** Asks for a link by mail. The answer is the same for every address, and so is its time. */
import { CircleCheck } from 'lucide-react'
import { data, Form, Link, useNavigation } from 'react-router'
import type { Route } from './+types/forgot.ts'
import '../../../languages/pages/sign-in.ts'
import { sessionContext } from '../../../load-context.ts'
import { Note } from '../../../ui/show/note.tsx'
import { useText } from '../../../ui/text/use-text.tsx'
import { findProblems, readForm } from '../../../ui/door/sign-in-form.ts'
import { DoorColumn } from '../../../ui/door/door-column.tsx'
import { EmailField } from '../../../ui/door/email-field.tsx'
import { DoorSubmit } from '../../../ui/door/door-submit.tsx'

export const loader = ({ context }: Route.LoaderArgs) => context.get(sessionContext).findDoor(null)

export async function action({ request, context }: Route.ActionArgs) {
  const { email } = readForm(await request.formData())
  const problem = findProblems({ email, password: '-', next: null })[0]
  if (problem !== undefined) return data({ email, error: problem.key }, { status: 400 })
  await context.get(sessionContext).requestReset(email)
  return data({ email, error: null })
}

function Sent({ email }: { email: string }) {
  const text = useText()
  return (
    <Note icon={CircleCheck} tone="ok" className="mt-5">
      <p>{text('signIn.recover.sent', { email })}</p>
      <p className="mt-1 text-meta">{text('signIn.recover.sentHelp')}</p>
    </Note>
  )
}

export default function ForgotPage({ loaderData, actionData }: Route.ComponentProps) {
  const text = useText()
  const pending = useNavigation().formMethod === 'POST'
  const error = actionData?.error ?? null
  const isSent = actionData !== undefined && error === null
  return (
    <DoorColumn mark={loaderData.operator.name} title={text('signIn.recover.title')}>
      {isSent ? (
        <Sent email={actionData.email} />
      ) : (
        <>
          <p className="mt-1 text-soft">{text('signIn.recover.help')}</p>
          <Form method="post" noValidate className="mt-6 grid gap-4">
            <EmailField
              label={text('signIn.email')}
              error={error === null || error === 'signIn.error.tooMany' ? undefined : text(error)}
              email={actionData?.email ?? ''}
            />
            <DoorSubmit pending={pending && text('signIn.pending')}>
              {text('signIn.recover.submit')}
            </DoorSubmit>
          </Form>
        </>
      )}
      <p className="mt-6 text-meta">
        <Link to="/sign-in" className="text-soft underline underline-offset-3 hover:text-ink">
          {text('signIn.back')}
        </Link>
      </p>
    </DoorColumn>
  )
}
