/** The mail of an invitation: queued with what it tells, so that there is never one without the other. */
import { queueAccountMail } from '#db/system/account-mails.ts'
import type { TenantTx } from '#db/tenant.ts'
import { INVITATION_LIFETIME_MS } from '#db/write/team/invitations.ts'
import type { TenantId } from '#workflows/contracts/ids.ts'
import type { TrpcServices } from '#web/trpc/context.ts'

const DAY_MS = 86_400_000

export interface Inviting {
  services: TrpcServices
  person: { name: string }
  tenant: { id: TenantId; name: string }
}

/** @returns id of the mail, for `sendMailSoon` after the commit */
export function queueInvitation(
  trx: TenantTx,
  { services, person, tenant }: Inviting,
  { email, token }: { email: string; token: string },
): Promise<string> {
  return queueAccountMail(trx, services.keyring, {
    template: 'invitation',
    to: email,
    values: {
      inviter: person.name,
      tenant: tenant.name,
      operator: services.operatorName,
      link: new URL(`/invitation/${token}`, services.publicUrl).href,
      days: String(INVITATION_LIFETIME_MS / DAY_MS),
    },
    lifetimeMs: INVITATION_LIFETIME_MS,
    only: { token, tenantId: tenant.id },
  })
}
