/** Chooses a new password by the link of a mail. Opening the page uses nothing up; only the new password does. */
import { data, Form, Link, redirect, useNavigation } from 'react-router'
import type { Route } from './+types/reset.ts'
import '../../../languages/pages/sign-in.ts'
import { formText } from '../../../ui/form/form-text.ts'
import { sessionContext } from '../../../load-context.ts'
import { buttonClass } from '../../../ui/action/button.tsx'
import { Field } from '../../../ui/form/field.tsx'
import { PasswordInput } from '../../../ui/form/password-input.tsx'
import { useText } from '../../../ui/text/use-text.tsx'
import type { PasswordFaultName } from '../door-api.ts'
import { DoorColumn } from '../../../ui/door/door-column.tsx'
import { DoorSubmit } from '../../../ui/door/door-submit.tsx'

const tokenOf = (request: Request): string => new URL(request.url).searchParams.get('token') ?? ''

export async function loader({ request, context }: Route.LoaderArgs) {
  const port = context.get(sessionContext)
  const { operator } = await port.findDoor(null)
  return { operator, isOpen: await port.isResetOpen(tokenOf(request)) }
}

type Fault = PasswordFaultName | 'too_many_tries'

export async function action({ request, context }: Route.ActionArgs) {
  const password = formText(await request.formData(), 'password')
  const port = context.get(sessionContext)
  const outcome = await port.resetPassword({ token: tokenOf(request), password })
  if (outcome.type === 'changed') return redirect('/sign-in?note=reset')
  // The loader runs again and says that the link is over.
  if (outcome.type === 'over') return data({ fault: null }, { status: 410 })
  const fault: Fault = outcome.type === 'weak' ? outcome.fault : outcome.type
  return data({ fault }, { status: outcome.type === 'weak' ? 400 : 429 })
}

function useFault() {
  const text = useText()
  return (fault: Fault | null | undefined): string | undefined => {
    if (fault === null || fault === undefined) return undefined
    if (fault !== 'too_many_tries') return text(`signIn.recover.fault.${fault}`)
    return text('signIn.error.unavailable')
  }
}

export default function ResetPage({ loaderData, actionData }: Route.ComponentProps) {
  const text = useText()
  const faultWords = useFault()
  const pending = useNavigation().formMethod === 'POST'
  const { operator, isOpen } = loaderData
  if (!isOpen) {
    return (
      <DoorColumn mark={operator.name} title={text('signIn.recover.over')}>
        <p className="mt-1 mb-5 text-soft">{text('signIn.recover.overHelp')}</p>
        <Link to="/forgot-password" className={buttonClass('primary')}>
          {text('signIn.recover.newLink')}
        </Link>
      </DoorColumn>
    )
  }
  return (
    <DoorColumn mark={operator.name} title={text('signIn.recover.title')}>
      <p className="mt-1 text-soft">{text('signIn.recover.ends')}</p>
      <Form method="post" noValidate className="mt-6 grid gap-4">
        <Field
          label={text('signIn.recover.password')}
          help={text('signIn.recover.passwordHelp')}
          id="password"
          error={faultWords(actionData?.fault)}
        >
          {(ids) => (
            <PasswordInput
              {...ids}
              name="password"
              autoComplete="new-password"
              className="h-(--door-control)"
            />
          )}
        </Field>
        <DoorSubmit pending={pending && text('signIn.pending')}>
          {text('signIn.recover.change')}
        </DoorSubmit>
      </Form>
    </DoorColumn>
  )
}
