/**
 * `admin.account`: where one is signed in to the console, and ending that. No command: it is a way out, like signing
 * out, and must work while Temporal is down; the function that ends writes it down.
 */
import { z } from 'zod'
import { endOwnStaffSessions, listOwnStaffSessions } from '#db/system/staff/own-sessions.ts'
import { AppError } from '#workflows/contracts/errors.ts'
import { deviceOf, type Device } from '../../../auth/account/user-agent.ts'
import type { StaffRequestSession } from '../../../auth/staff/session.ts'
import { staffProcedure } from '../init.ts'

export interface OwnStaffSessionView extends Device {
  handle: string
  address: string | null
  since: string
  lastActive: string
  isCurrent: boolean
}

function hashOf({ hash }: StaffRequestSession): Buffer {
  if (hash === null) throw new AppError('unauthenticated', 'Please sign in.')
  return hash
}

export const sessions = staffProcedure
  .meta({ needs: 'session' })
  .query(async ({ ctx }): Promise<OwnStaffSessionView[]> => {
    const found = await listOwnStaffSessions(ctx.services.db, hashOf(ctx.session))
    return found.map(({ userAgent, createdAt, seenAt, ...session }) => ({
      ...session,
      ...deviceOf(userAgent),
      since: createdAt.toISOString(),
      lastActive: seenAt.toISOString(),
    }))
  })

/** Null: all others. The own one is ended by signing out. */
const which = z.strictObject({ handle: z.uuid().meta({ probe: 'staffSession' }).nullable() })

export const endSessions = staffProcedure
  .meta({ needs: 'session' })
  .input(which)
  .mutation(async ({ ctx, input }) => ({
    ended: await endOwnStaffSessions(ctx.services.db, hashOf(ctx.session), input.handle),
  }))
