/** `portal.invitations.check`: the addresses of a pasted text, and which of them need no invitation. */
import { z } from 'zod'
import { listMembers } from '#db/read/members.ts'
import { listInvitations } from '#db/read/team/invitations.ts'
import { readAddresses } from '#workflows/contracts/addresses.ts'
import type { CheckedAddress } from '#web/portal/settings/team-api.ts'
import { memberProcedure } from '#web/trpc/member-procedure.ts'

export const check = memberProcedure
  .meta({ needs: { module: 'team', action: 'manage' } })
  .input(z.strictObject({ text: z.string().max(50_000) }))
  .query(({ ctx, input }): Promise<CheckedAddress[]> =>
    ctx.read(async (trx) => {
      const members = new Set((await listMembers(trx)).map(({ email }) => email))
      const invitations = await listInvitations(trx)
      const open = new Set(
        invitations.flatMap(({ email, state }) => (state === 'pending' ? [email] : [])),
      )
      return readAddresses(input.text).map((read): CheckedAddress => {
        if (read.type === 'problem') return read
        if (members.has(read.email)) return { type: 'known', email: read.email, as: 'member' }
        if (open.has(read.email)) return { type: 'known', email: read.email, as: 'invited' }
        return { type: 'ready', email: read.email }
      })
    }),
  )
