/** There is an account with this address: it says so itself, by its password or by a mail, before the two are one. */
import { formText } from '../../ui/form/form-text.ts'
import { CircleCheck } from 'lucide-react'
import { data, Form, redirect, useNavigation } from 'react-router'
import type { Route } from './+types/link.ts'
import '../../languages/pages/sign-on.ts'
import { signOnContext } from '../../load-context.ts'
import { Button, buttonClass } from '../../ui/action/button.tsx'
import { Field } from '../../ui/form/field.tsx'
import { PasswordInput } from '../../ui/form/password-input.tsx'
import { Note } from '../../ui/show/note.tsx'
import { useText } from '../../ui/text/use-text.tsx'
import { DoorColumn } from '../../ui/door/door-column.tsx'
import type { LinkAnswer } from './sign-on-api.ts'
import { cookiesOf } from '../../ui/door/cookies-of.ts'
import { DoorSubmit } from '../../ui/door/door-submit.tsx'

export async function loader({ request, context }: Route.LoaderArgs) {
  const pending = await context.get(signOnContext).findLink()
  const proof = new URL(request.url).searchParams.get('proof')
  return { pending, proof }
}

function answerOf(form: FormData): LinkAnswer {
  const field = (name: string): string => formText(form, name)
  if (field('by') === 'mail') return { by: 'mail' }
  return field('by') === 'proof'
    ? { by: 'proof', proof: field('proof') }
    : { by: 'password', password: field('password') }
}

export async function action({ request, context }: Route.ActionArgs) {
  const result = await context.get(signOnContext).answerLink(answerOf(await request.formData()))
  if (!('to' in result)) {
    const { type } = result
    return data({ type }, { status: type === 'mailed' ? 200 : 403 })
  }
  const headers = cookiesOf(result)
  return redirect(result.to, { headers })
}

export default function LinkPage({ loaderData, actionData }: Route.ComponentProps) {
  const text = useText()
  const { pending, proof } = loaderData
  if (pending === null || actionData?.type === 'gone') {
    return (
      <DoorColumn mark="?" title={text('signOn.link.gone')} lead={text('signOn.link.goneHelp')}>
        <div className="mt-6 grid gap-4">
          <a
            className={buttonClass('primary', 'h-(--door-control) w-full text-field')}
            href="/sign-in"
          >
            {text('signOn.refused.again')}
          </a>
        </div>
      </DoorColumn>
    )
  }
  return (
    <DoorColumn
      mark={pending.tenant}
      title={text('signOn.link.title')}
      lead={text('signOn.link.lead', pending)}
    >
      <div className="mt-6 grid gap-4">
        {actionData?.type === 'mailed' ? (
          <Note icon={CircleCheck} tone="ok">
            {text('signOn.link.mailed', pending)}
          </Note>
        ) : null}
        {proof === null ? <Proofs refused={actionData?.type} /> : <ByMail proof={proof} />}
      </div>
    </DoorColumn>
  )
}

function ByMail({ proof }: { proof: string }) {
  const text = useText()
  return (
    <Form method="post">
      <input type="hidden" name="by" value="proof" />
      <input type="hidden" name="proof" value={proof} />
      <DoorSubmit>{text('signOn.link.connect')}</DoorSubmit>
    </Form>
  )
}

function Proofs({ refused }: { refused: string | undefined }) {
  const text = useText()
  const pending = useNavigation().formMethod === 'POST'
  const error =
    refused === 'refused' || refused === 'too_many_tries'
      ? text(`signOn.link.${refused}`)
      : undefined
  return (
    <>
      <Form method="post" className="grid gap-4">
        <input type="hidden" name="by" value="password" />
        <Field label={text('signOn.link.password')} id="password" error={error}>
          {(ids) => (
            <PasswordInput
              {...ids}
              name="password"
              autoComplete="current-password"
              className="h-(--door-control)"
            />
          )}
        </Field>
        <DoorSubmit pending={pending && text('signOn.link.connecting')}>
          {text('signOn.link.connect')}
        </DoorSubmit>
      </Form>
      <Form method="post">
        <input type="hidden" name="by" value="mail" />
        <Button type="submit" className="h-(--door-control) w-full text-field">
          {text('signOn.link.mail')}
        </Button>
      </Form>
    </>
  )
}
