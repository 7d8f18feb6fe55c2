/** Ends a view by staff and leads back to the console; a visit by link ends nothing. */
import { redirect, redirectDocument } from 'react-router'
import type { Route } from './+types/end.ts'
import { sessionContext } from '../../load-context.ts'
import { cookiesOf } from '../../ui/door/cookies-of.ts'

export const loader = () => redirect('/view-as/over')

export async function action({ context }: Route.ActionArgs) {
  const { setCookie } = await context.get(sessionContext).view.end()
  const headers = cookiesOf({ setCookie })
  // A new document: nothing of the member may be left in the page.
  return redirectDocument('/admin/tenants', { headers })
}
