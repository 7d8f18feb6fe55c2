/** One of staff who looks through a member's eyes, as the console's page begins it. */
import type { Browser } from './browser.ts'
import type { Member, Tenant } from './world-rows.ts'

export const REASON = 'Ticket 1042: an order is missing'

export const lookAs = (
  staff: Browser,
  { tenant, member, reason = REASON }: { tenant: Tenant; member: Member; reason?: string },
): Promise<Response> =>
  staff.fetch('/admin/view-as', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ tenantId: tenant.id, personId: member.id, reason }),
  })
