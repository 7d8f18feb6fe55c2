/** The console's part of the composition root: a pool of the staff role, and the door of staff. */
import { createDatabase, type Database } from '#db/client.ts'
import { hashPassword, verifyPassword } from '#db/password.ts'
import {
  authenticateStaff,
  endStaffSession,
  findStaffSignIn,
  startStaffSession,
} from '#db/system/staff/sign-in.ts'
import { createPasswordWork } from '../auth/passwords/password-work.ts'
import { createStaffCookie } from '../auth/session-cookie.ts'
import { createSignIn } from '../auth/sign-in.ts'
import { createSignInLimits } from '../auth/sign-in-limits.ts'
import type { StaffSessionStore } from '../auth/staff/session.ts'
import type { WebDepsOptions } from './deps.ts'
import type { ConsoleDeps } from './load-context.ts'

export interface Console {
  deps: ConsoleDeps
  close: () => Promise<void>
}

/** Staff are few, and a page of the console reads in one transaction. */
const CONNECTIONS = 4
/** Sign-ins of staff must not take the threads that members need. */
const HASHES = 1

/**
 * @param app the pool of portside_app: it looks passwords up and counts tries, which the staff role may not
 * @returns null without a DSN of the staff role
 */
export function createConsole(options: WebDepsOptions, app: Database): Console | null {
  if (options.staffUrl === null) return null
  const db = createDatabase({
    url: options.staffUrl,
    name: 'portside-console',
    max: CONNECTIONS,
  })
  const store = createStore(app, db)
  const limits = createSignInLimits(app.pool, 'staff-sign-in')
  const passwords = createPasswordWork({
    ...{ verify: verifyPassword, hash: hashPassword },
    parallel: HASHES,
  })
  const { gateway: commands, temporalUi, log, operatorName } = options
  return {
    deps: {
      services: { db, commands, temporalUi, log, operatorName },
      door: {
        store,
        cookie: createStaffCookie(options.publicUrl),
        signIn: createSignIn({ store, limits, passwords }),
      },
    },
    close: () => db.close(),
  }
}

function createStore(app: Database, db: Database): StaffSessionStore {
  return {
    authenticate: ({ hash, active }) => authenticateStaff(db, { idHash: hash, active }),
    start: ({ hash, personId, ...session }) =>
      startStaffSession(db, { idHash: hash, staffId: personId, ...session }),
    end: async (hash, reason) => {
      await endStaffSession(db, hash, reason)
    },
    async findPassword(email) {
      const found = await findStaffSignIn(app, email)
      return found && { personId: found.staffId, passwordHash: found.passwordHash }
    },
  }
}
