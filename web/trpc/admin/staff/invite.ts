/** `admin.staff.invite`: asks a colleague to join. Who they are travels sealed, since Temporal carries no names. */
import { z } from 'zod'
import { seal } from '#db/secrets.ts'
import { STAFF_ROLES } from '#workflows/contracts/access.ts'
import { readAddress } from '#workflows/contracts/addresses.ts'
import { AppError } from '#workflows/contracts/errors.ts'
import { INVITEE_FIELD, MAX_STAFF_NAME, type Invitee } from '#workflows/contracts/staff/accounts.ts'
import { commandId } from '../input.ts'
import { staffProcedure } from '../init.ts'
import { perform } from '../perform.ts'

const input = z.strictObject({
  commandId,
  name: z.string().max(1_000),
  email: z.string().max(400),
  role: z.enum(STAFF_ROLES),
})

/** @throws AppError `invalid_input` for what is no name or no address */
function inviteeOf(given: { name: string; email: string }): Invitee {
  const name = given.name.replace(/\p{C}/gu, '').trim()
  const read = readAddress(given.email)
  if (name === '' || name.length > MAX_STAFF_NAME) {
    throw new AppError('invalid_input', 'This is not a name.')
  }
  if (read.type === 'problem') throw new AppError('invalid_input', 'This is not an address.')
  return { name, email: read.email }
}

export const invite = staffProcedure
  .meta({ needs: 'staff:manage' })
  .input(input)
  .mutation(({ ctx, input: { commandId: id, role, ...given } }) => {
    const place = { owner: id, field: INVITEE_FIELD }
    const sealed = seal(ctx.services.keyring, place, JSON.stringify(inviteeOf(given)))
    return perform(ctx, id, { type: 'staff_invite', role, sealed })
  })
