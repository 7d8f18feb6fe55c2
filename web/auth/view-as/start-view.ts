/** Begins to look through a member's eyes: one at a time, for a quarter of an hour, told to the customer first. */
import type { Database } from '#db/client.ts'
import { endView, listViewsOf, startView } from '#db/system/staff/views.ts'
import type { Views } from '../../trpc/admin/context.ts'
import { createSessionId, createViewCookie } from '../session-cookie.ts'
import { VIEW_LIFETIME_MS } from './view-lookup.ts'

/** @param app a Database of `portside_app`: it cannot make the staff session that a view stands on */
export function createViews(app: Database, publicUrl: URL): Views {
  const cookie = createViewCookie(publicUrl)
  return {
    async start({ staffSession, requestId, ...view }) {
      for (const open of await listViewsOf(app, staffSession)) {
        await endView(app, { ...open, requestId })
      }
      const { id, hash: idHash } = createSessionId()
      const lifetimeMs = VIEW_LIFETIME_MS
      const started = await startView(app, { ...view, idHash, staffSession, lifetimeMs, requestId })
      if (!started) return null
      const { slug } = started
      // It lives as long as the browser does: over, it still says that this was a view and not the member.
      return { slug, setCookie: [cookie.write({ slug, id })] }
    },
  }
}
