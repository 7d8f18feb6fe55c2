/**
 * A view by staff in the shape of a member's session, so that everything that reads asks one question. It knows one
 * tenant only, is behind no gate (that one is for the member's sign-in), and ends at a fixed time.
 */
import type { Database } from '#db/client.ts'
import { authenticateView } from '#db/system/staff/views.ts'
import type { SessionStore } from '../session-store.ts'

/** How long one may look, in milliseconds. */
export const VIEW_LIFETIME_MS = 15 * 60_000

export const createViewLookup =
  (app: Database): SessionStore['authenticateView'] =>
  async ({ hash, slug }) => {
    const view = await authenticateView(app, { idHash: hash, slug })
    if (!view) return null
    const { person, tenant, staff, reason, startedAt, endsAt, handle } = view
    return {
      hash,
      person,
      tenant,
      tenants: [tenant],
      session: {
        handle,
        method: 'password',
        strong: false,
        idleMinutes: VIEW_LIFETIME_MS / 60_000,
        seenAt: startedAt,
        endsAt,
        // Nobody has proved to be this member.
        provenMsAgo: Infinity,
      },
      viewAs: { staff, reason, endsAt },
    }
  }
