/** Ends the staff session; a visit by link ends nothing. */
import { redirect } from 'react-router'
import type { Route } from './+types/sign-out.ts'
import { consoleOf } from '../read-console.ts'
import { cookiesOf } from '../../ui/door/cookies-of.ts'

export const loader = () => redirect('/admin')

export async function action({ context }: Route.ActionArgs) {
  const { setCookie } = await consoleOf(context).session.signOut()
  const headers = cookiesOf({ setCookie })
  return redirect('/admin/sign-in?note=out', { headers })
}
