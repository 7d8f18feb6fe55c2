/** The console's part of the composition root: a pool of the staff role, and the door of staff. */
import { createDatabase, type Database } from '#db/client.ts'
import { hashPassword, verifyPassword } from '#db/password.ts'
import { createKeyring, type Keyring } from '#db/secrets.ts'
import {
  authenticateStaff,
  endStaffSession,
  findStaffSignIn,
  startStaffSession,
} from '#db/system/staff/sign-in.ts'
import type { StaffId } from '#workflows/contracts/ids.ts'
import { createPasswordWork } from '../auth/passwords/password-work.ts'
import { createViews } from '../auth/view-as/start-view.ts'
import { createStaffCookie, createStaffStepCookie } from '../auth/session-cookie.ts'
import { createSignIn } from '../auth/sign-in.ts'
import { createSignInLimits } from '../auth/sign-in-limits.ts'
import { beginStaffStep, type StaffStepDeps } from '../auth/staff/second-step.ts'
import type { StaffSessionStore } from '../auth/staff/session.ts'
import { createTries } from '../auth/tries.ts'
import type { WebDepsOptions } from './deps.ts'
import type { ConsoleDeps } from './load-context.ts'
import { watchedSignIn, type WebMetrics } from './watch/web-metrics.ts'

export interface Console {
  deps: ConsoleDeps
  /** Of the staff role, for whoever watches it. */
  pool: Database['pool']
  close: () => Promise<void>
}

type ConsoleOptions = WebDepsOptions & { metrics: WebMetrics | null }

/** Staff are few, and a page of the console reads in one transaction. */
const CONNECTIONS = 4
/** Sign-ins of staff must not take the threads that members need. */
const HASHES = 1

/**
 * @param app the pool of portside_app: it looks passwords up and counts tries, which the staff role may not
 * @returns null without a DSN of the staff role
 */
export function createConsole(options: ConsoleOptions, app: Database): Console | null {
  if (options.staffUrl === null) return null
  const db = createDatabase({
    url: options.staffUrl,
    name: 'portside-console',
    max: CONNECTIONS,
  })
  const { gateway: commands, temporalUi, log, operatorName, metrics } = options
  const keyring = createKeyring(options.encryptionKeys)
  return {
    deps: {
      services: {
        ...{ db, keyring, commands, temporalUi, log, operatorName, metrics },
        views: createViews(app, options.publicUrl),
      },
      door: createDoor(options, { app, db, keyring }),
    },
    pool: db.pool,
    close: () => db.close(),
  }
}

function createDoor(
  { publicUrl, operatorName, metrics }: ConsoleOptions,
  { app, db, keyring }: { app: Database; db: Database; keyring: Keyring },
): ConsoleDeps['door'] {
  const store = createStore(app, db)
  const limits = createSignInLimits(app.pool, 'staff-sign-in')
  const passwords = createPasswordWork({
    ...{ verify: verifyPassword, hash: hashPassword },
    parallel: HASHES,
  })
  const step: StaffStepDeps = {
    db,
    keyring,
    tries: createTries(app.pool),
    issuer: `${operatorName} console`,
  }
  const beginStep = ({ personId }: { personId: StaffId }) => beginStaffStep(step, personId)
  const signIn = createSignIn({ store, limits, passwords, beginStep })
  return {
    ...{ store, limits, step },
    cookie: createStaffCookie(publicUrl),
    signIn: watchedSignIn(signIn, 'console', metrics),
    stepCookie: createStaffStepCookie(publicUrl),
    join: { app, passwords },
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
