/** Ends the staff session; a visit by link ends nothing. */
import { redirect } from 'react-router'
import type { Route } from './+types/sign-out.ts'
import { consoleOf } from '../read-console.ts'

export const loader = () => redirect('/admin')

export async function action({ context }: Route.ActionArgs) {
  const { setCookie } = await consoleOf(context).session.signOut()
  const headers = new Headers(setCookie.map((cookie) => ['set-cookie', cookie] as const))
  return redirect('/admin/sign-in?note=out', { headers })
}
