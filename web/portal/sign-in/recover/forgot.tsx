/** Asks for a link by mail. The answer is the same for every address, and so is its time. */
import { CircleCheck } from 'lucide-react'
import { data, Form, Link, useNavigation } from 'react-router'
import type { Route } from './+types/forgot.ts'
import '../../../languages/pages/sign-in.ts'
import { sessionContext } from '../../../load-context.ts'
import { Button } from '../../../ui/action/button.tsx'
import { Field } from '../../../ui/form/field.tsx'
import { Input } from '../../../ui/form/input.tsx'
import { Note } from '../../../ui/show/note.tsx'
import { useText } from '../../../ui/text/use-text.tsx'
import { findProblems, readForm } from '../../../ui/door/sign-in-form.ts'
import { DoorColumn } from '../door-column.tsx'

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
            <Field
              label={text('signIn.email')}
              id="email"
              error={error === null || error === 'signIn.error.tooMany' ? undefined : text(error)}
            >
              {(ids) => (
                <Input
                  {...ids}
                  name="email"
                  type="email"
                  autoComplete="username"
                  autoCapitalize="none"
                  spellCheck={false}
                  defaultValue={actionData?.email ?? ''}
                  className="h-(--door-control)"
                />
              )}
            </Field>
            <Button
              type="submit"
              look="primary"
              pending={pending && text('signIn.pending')}
              className="h-(--door-control) w-full text-field"
            >
              {text('signIn.recover.submit')}
            </Button>
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
