/** Ends the session; a visit by link ends nothing. */
import { redirect } from 'react-router'
import type { Route } from './+types/sign-out.ts'
import { sessionContext } from '../../load-context.ts'
import { cookiesOf } from '../../ui/door/cookies-of.ts'

export const loader = () => redirect('/')

export async function action({ request, context }: Route.ActionArgs) {
  const port = context.get(sessionContext)
  const next = (await request.formData()).get('next')
  const headers = cookiesOf(await port.signOut())
  // From a gate one goes on; findDoor keeps own paths only.
  const door = await port.findDoor(typeof next === 'string' ? next : null)
  // Whoever holds an invitation may have no account to sign in with yet.
  if (door.next?.startsWith('/invitation/')) return redirect(door.next, { headers })
  const params = new URLSearchParams(door.next === null ? { note: 'out' } : { next: door.next })
  return redirect(`/sign-in?${params.toString()}`, { headers })
}
