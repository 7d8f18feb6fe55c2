/** `portal.session.get`: who is signed in, to which tenant, with which rights, and from where live changes count. */
import { currentPosition } from '#db/read/live-events.ts'
import { permissionsOf } from '#workflows/contracts/permissions.ts'
import type { SessionView, TenantBrief } from '#web/portal/api.ts'
import { memberProcedure } from '#web/trpc/member-procedure.ts'

const brief = ({ slug, name, brandColor }: TenantBrief): TenantBrief => ({ slug, name, brandColor })

export const get = memberProcedure
  .meta({ needs: 'membership' })
  .query(async ({ ctx }): Promise<SessionView> => {
    const { person, tenant, services } = ctx
    const position = await ctx.read(currentPosition)
    return {
      person: {
        id: person.id,
        name: person.name,
        email: person.email,
        locale: person.locale,
        timeZone: person.timeZone ?? tenant.timeZone,
      },
      tenant: { ...brief(tenant), timeZone: tenant.timeZone },
      tenants: ctx.tenants.map((each) => ({ ...brief(each), role: each.role, gate: each.gate })),
      role: tenant.role,
      permissions: permissionsOf(tenant.grants),
      session: {
        idleMinutes: ctx.session.idleMinutes,
        endsAt: ctx.session.endsAt.toISOString(),
        handle: ctx.session.handle,
      },
      viewAs: ctx.viewAs && {
        staff: ctx.viewAs.staff.name,
        reason: ctx.viewAs.reason,
        endsAt: ctx.viewAs.endsAt.toISOString(),
      },
      operator: { name: services.operatorName },
      liveCursor: services.cursors.write(tenant.id, position),
    }
  })
