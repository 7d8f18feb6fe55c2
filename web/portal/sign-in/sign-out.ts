/** Ends the session; a visit by link ends nothing. */
import { redirect } from 'react-router'
import type { Route } from './+types/sign-out.ts'
import { sessionContext } from '../../load-context.ts'

export const loader = () => redirect('/')

export async function action({ context }: Route.ActionArgs) {
  const { setCookie } = await context.get(sessionContext).signOut()
  const headers = new Headers(setCookie.map((cookie) => ['set-cookie', cookie] as const))
  return redirect('/sign-in?note=out', { headers })
}
