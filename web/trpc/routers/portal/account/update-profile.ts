/** `portal.account.updateProfile`: what one is called, in which language and in which time zone. */
import { z } from 'zod'
import { saveProfile } from '#db/system/account/account.ts'
import { aboutAccount } from '#db/write/account-audit.ts'
import type { FactChanges } from '#db/write/audit.ts'
import { accountProcedure } from '#web/trpc/account-procedure.ts'
import { UNCHANGED } from '#web/trpc/change.ts'

const zones = new Set(Intl.supportedValuesOf('timeZone')).add('UTC')

const input = z.strictObject({
  // Nothing that could end a line of a mail, turn the direction of a page, or is half a character.
  name: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .regex(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+$/u),
  locale: z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$/),
  timeZone: z
    .string()
    .refine((zone) => zones.has(zone))
    .nullable(),
})

export const updateProfile = accountProcedure
  .meta({ needs: 'account' })
  .input(input)
  .mutation(({ ctx, input: next }) =>
    ctx.changeAccount(async (trx) => {
      const { person } = ctx
      const changes: FactChanges = {}
      for (const fact of ['name', 'locale', 'timeZone'] as const) {
        if (person[fact] !== next[fact]) changes[fact] = { from: person[fact], to: next[fact] }
      }
      const result = { type: 'saved' } as const
      if (Object.keys(changes).length === 0) return { result, audit: UNCHANGED }
      await saveProfile(trx, person.id, next)
      return { result, audit: [aboutAccount('account.profile_updated', person, changes)] }
    }),
  )
