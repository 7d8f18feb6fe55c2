/** Behind the link of an invitation to the console: a password is chosen, then the second step sets up a factor. */
import { data, Form, redirect, useNavigation } from 'react-router'
import type { Route } from './+types/invitation-page.ts'
import '../../languages/pages/sign-in.ts'
import { consoleText } from '../../languages/console-text.ts'
import { Button, buttonClass } from '../../ui/action/button.tsx'
import { cookiesOf } from '../../ui/door/cookies-of.ts'
import { Field } from '../../ui/form/field.tsx'
import { formText } from '../../ui/form/form-text.ts'
import { PasswordInput } from '../../ui/form/password-input.tsx'
import { ProblemSummary } from '../../ui/form/problem-summary.tsx'
import type { StaffInvitationSight, StaffJoinFault } from '../api.ts'
import { consoleOf } from '../read-console.ts'
import { DoorPage } from './door-page.tsx'

export async function loader({ context, params }: Route.LoaderArgs) {
  const sight = await consoleOf(context).invitation.find(params.token)
  return sight.type === 'gone' ? data(sight, { status: 410 }) : data(sight)
}

const MAX_TYPED = 1_000

export async function action({ request, context, params }: Route.ActionArgs) {
  const password = formText(await request.formData(), 'password').slice(0, MAX_TYPED)
  const outcome = await consoleOf(context).invitation.accept(params.token, password)
  if (outcome.type === 'joined') return redirect(outcome.to, { headers: cookiesOf(outcome) })
  // Read again, the page says that the link is over.
  if (outcome.type === 'gone') return data({ fault: null, attempt: Date.now() }, { status: 410 })
  const { fault } = outcome
  return data({ fault, attempt: Date.now() }, { status: fault === 'busy' ? 429 : 400 })
}

const PASSWORD = 'password'

interface Tried {
  fault: StaffJoinFault | null
  attempt: number
}

function JoinForm({ email, tried }: { email: string; tried: Tried | undefined }) {
  const pending = useNavigation().formMethod === 'POST'
  const fault = tried?.fault ?? null
  const words = fault === null ? undefined : consoleText(`join.problem.${fault}`)
  return (
    <Form method="post" noValidate className="grid gap-4">
      {words === undefined ? null : (
        <ProblemSummary
          attempt={tried?.attempt ?? 0}
          title={consoleText('join.problem.title')}
          problems={[{ field: PASSWORD, message: words }]}
        />
      )}
      {/* For password managers: which account the password is for. */}
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <Field
        id={PASSWORD}
        label={consoleText('join.password')}
        help={consoleText('join.passwordHelp')}
        error={words}
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
      <Button
        type="submit"
        look="primary"
        className="h-(--door-control)"
        pending={pending && consoleText('join.pending')}
      >
        {consoleText('join.next')}
      </Button>
      <p className="text-meta text-faint">{consoleText('join.then')}</p>
    </Form>
  )
}

const leadOf = ({ name, email, role }: Extract<StaffInvitationSight, { type: 'open' }>): string =>
  consoleText('join.lead', { name, email, role: consoleText(`shell.role.${role}`) })

export default function StaffInvitation({ loaderData, actionData }: Route.ComponentProps) {
  if (loaderData.type === 'gone') {
    return (
      <DoorPage title={consoleText('join.gone.title')} lead={consoleText('join.gone.help')}>
        <a href="/admin/sign-in" className={buttonClass()}>
          {consoleText('join.gone.action')}
        </a>
      </DoorPage>
    )
  }
  return (
    <DoorPage title={consoleText('join.title')} lead={leadOf(loaderData)}>
      <JoinForm email={loaderData.email} tried={actionData} />
    </DoorPage>
  )
}
