/** `portal.invitations.create`: several at once, each with its role; one that is refused keeps no other from going out. */
import { z } from 'zod'
import { invite } from '#db/write/team/invitations.ts'
import { readAddress } from '#workflows/contracts/addresses.ts'
import { AppError } from '#workflows/contracts/errors.ts'
import type { InviteAnswer } from '#web/portal/settings/team-api.ts'
import { UNCHANGED, type NewAuditEntry } from '#web/trpc/change.ts'
import { memberProcedure } from '#web/trpc/member-procedure.ts'
import en from '../../../../languages/en/index.ts'
import { invitationEntry } from '../team/audit.ts'
import { roleWishInput } from '../team/input.ts'
import { queueInvitation } from './send.ts'

const MAX_AT_ONCE = 50

const input = z.strictObject({
  people: z
    .array(z.strictObject({ email: z.string().max(400), ...roleWishInput }))
    .min(1)
    .max(MAX_AT_ONCE),
})

/** @throws AppError `invalid_input` for what is no address */
function addressOf(text: string): string {
  const read = readAddress(text)
  if (read.type === 'problem') {
    throw new AppError('invalid_input', `This is not an address: ${read.given}`)
  }
  return read.email
}

const presetWord = (name: string): string =>
  Object.hasOwn(en.shell.role, name) ? en.shell.role[name as keyof typeof en.shell.role] : name

export const create = memberProcedure
  .meta({ needs: { module: 'team', action: 'manage' } })
  .input(input)
  .mutation(async ({ ctx, input: { people } }): Promise<InviteAnswer[]> => {
    const asked = people.map((each) => ({ ...each, email: addressOf(each.email) }))
    const mails: string[] = []
    const answers = await ctx.change<InviteAnswer[]>(async (trx) => {
      const results = await invite(trx, ctx.person.id, asked)
      const entries: NewAuditEntry[] = []
      for (const result of results) {
        if (result.type === 'refused') continue
        const { email, token, roleName, wish } = result
        mails.push(await queueInvitation(trx, ctx, { email, token }))
        const role = wish.role.type === 'preset' ? presetWord(roleName) : roleName
        entries.push(
          invitationEntry('invitation.sent', result, {
            role: { from: null, to: role },
            ...(wish.ownOnly ? { ownRecordsOnly: { from: null, to: true } } : {}),
          }),
        )
      }
      const [first, ...more] = entries
      const result = results.map((each): InviteAnswer =>
        each.type === 'refused' ? each : { type: 'invited', email: each.email },
      )
      return { result, audit: first ? [first, ...more] : UNCHANGED }
    })
    for (const id of mails) ctx.services.sendMailSoon(id)
    return answers
  })
