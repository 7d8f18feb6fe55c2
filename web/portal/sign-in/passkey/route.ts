/** `POST /sign-in/passkey`: a challenge for the device, or what it made of one at the door. */
import { sessionContext } from '../../../load-context.ts'
import { cookiesOf } from '../../../ui/door/cookies-of.ts'
import type { Route } from './+types/route.ts'

const textOf = (form: FormData, name: string): string | null => {
  const value = form.get(name)
  return typeof value === 'string' ? value : null
}

export async function action({ request, context }: Route.ActionArgs): Promise<Response> {
  const port = context.get(sessionContext)
  const form = await request.formData()
  const ask = textOf(form, 'ask')
  const response = textOf(form, 'response')
  if (response !== null) {
    const outcome = await port.signInByPasskey({ response, next: textOf(form, 'next') })
    if (outcome.type === 'refused') return new Response(null, { status: 401 })
    if (outcome.type === 'too_many_tries') return new Response(null, { status: 429 })
    return Response.json({ to: outcome.to }, { headers: cookiesOf(outcome) })
  }
  if (ask === 'door') return answer(await port.askForPasskey(), 429)
  if (ask === 'step') return answer(await port.askForStepPasskey(), 404)
  if (ask === 'confirm') return answer(await port.askToConfirm(), 401)
  return new Response(null, { status: 400 })
}

const answer = (options: object | null, missing: number): Response =>
  options === null ? new Response(null, { status: missing }) : Response.json(options)
