/** `/t/{slug}/settings` is its first part that this member may see. */
import { redirect } from 'react-router'
import type { Route } from './+types/first.ts'
import { notFound, readPortal } from '../read-portal.ts'
import { settingsFor } from './parts.ts'

export async function loader(args: Route.LoaderArgs) {
  const { permissions } = await readPortal(args, (portal) => portal.session.get())
  const [part] = settingsFor(permissions)
  if (part === undefined) throw notFound()
  return redirect(`/t/${args.params.tenant}/settings/${part.path}`)
}
