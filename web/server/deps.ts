/** Composition root of the web process: pools, ports and services, made once and handed to createApp. */
import { createDatabase, type Database } from '#db/client.ts'
import { verifyPassword } from '#db/password.ts'
import { createKeyring, type Keyring } from '#db/secrets.ts'
import {
  authenticate,
  endSession,
  findBrand,
  findSignIn,
  startSession,
} from '#db/system/sign-in.ts'
import type { Logger } from '#integrations/kit/logger.ts'
import { createGuardedFetch, type GuardedFetch } from '#integrations/kit/outbound/guarded-fetch.ts'
import { connectorFor } from '#integrations/registry.ts'
import type { DrainLane } from '#workflows/contracts/sync.ts'
import type { Gateway } from '#workflows/gateway.ts'
import { createOidcClient } from '../auth/oidc/client.ts'
import { createSessionCookies, createSsoCookies } from '../auth/session-cookie.ts'
import type { SessionStore } from '../auth/session-store.ts'
import { createSignIn } from '../auth/sign-in.ts'
import { createSignInLimits } from '../auth/sign-in-limits.ts'
import { createRejectionLimit } from '../auth/sso/rejection-limit.ts'
import type { ResolveTxt } from '../auth/sso/domain-proof.ts'
import { createIntake } from '../ingress/create-intake.ts'
import { createCursorCodec } from '../live/cursor.ts'
import { LiveHub } from '../live/hub.ts'
import { createLiveReads } from '../live/reads.ts'
import type { StaffCommands } from '../trpc/admin/context.ts'
import type { TemporalUi } from '../trpc/admin/temporal-ui.ts'
import type { WebDeps } from './app.ts'
import { createConsole } from './console.ts'
import { withDeadline } from './deadline.ts'

export interface WebDepsOptions {
  databaseUrl: string
  /** Direct connection for LISTEN. */
  listenUrl: string
  encryptionKeys: string
  publicUrl: URL
  trustedProxies: readonly string[]
  operatorName: string
  development: boolean
  /** Origins that customers' addresses may name although they are private: the sandbox of a demo. */
  privateOrigins: readonly string[]
  /** Reads the TXT records of a name. */
  resolveTxt: ResolveTxt
  gateway: Pick<Gateway, 'pokeDrain' | 'isUp' | 'startAccountMail'> & StaffCommands
  /** DSN of portside_staff; null: no console. */
  staffUrl: string | null
  /** Where workflows can be looked at. */
  temporalUi: TemporalUi | null
  log: Logger
}

/** Everything but the pages, which come from Vite or from the build. */
export type ServerParts = Omit<WebDeps, 'assets' | 'pages'>

export interface ServerServices {
  parts: ServerParts
  /** Ends streams, then pools. */
  close: () => Promise<void>
}

const PAGE_CONNECTIONS = 12
const INTAKE_CONNECTIONS = 3
/** Milliseconds a statement of the intake may take before its connection is given up. */
const INTAKE_TIMEOUT_MS = 5_000
const HEALTH_TIMEOUT_MS = 1_500

export function createServices(options: WebDepsOptions): ServerServices {
  const { log } = options
  const db = createDatabase({
    url: options.databaseUrl,
    name: 'portside-web',
    max: PAGE_CONNECTIONS,
  })
  const intakeDb = createDatabase({
    url: withQueryTimeout(options.databaseUrl),
    name: 'portside-intake',
    max: INTAKE_CONNECTIONS,
  })
  const keyring = createKeyring(options.encryptionKeys)
  const cursors = createCursorCodec(keyring)
  const hub = new LiveHub({
    listenUrl: options.listenUrl,
    reads: createLiveReads(db),
    cursors,
    log,
  })
  const poke = (lane: DrainLane): void => {
    options.gateway.pokeDrain(lane)
  }
  const intake = createIntake({ db: intakeDb, keyring, connectorFor, poke, log })
  const staffConsole = createConsole(options, db)
  const door = createDoor(db, options)
  const sendMailSoon = createMailStarter(options)
  const guardedFetch = createGuardedFetch({ privateOrigins: options.privateOrigins })
  const sso = createSso(options, { db, keyring, door, sendMailSoon, guardedFetch })
  const parts: ServerParts = {
    publicUrl: options.publicUrl,
    trustedProxies: options.trustedProxies,
    development: options.development,
    log,
    services: {
      ...{ db, cursors, keyring, log },
      publicUrl: options.publicUrl,
      operatorName: options.operatorName,
      sendMailSoon,
      signOn: { guardedFetch, oidc: sso.oidc, resolveTxt: options.resolveTxt },
    },
    hub,
    door,
    sso,
    console: staffConsole?.deps ?? null,
    intake,
    health: { isDatabaseUp: () => isUp(db), isTemporalUp: () => options.gateway.isUp() },
  }
  const close = async (): Promise<void> => {
    await hub.close()
    await intake.refusals.idle()
    await Promise.all([db.close(), intakeDb.close(), staffConsole?.close()])
  }
  return { parts, close }
}

const createMailStarter =
  ({ gateway, log }: Pick<WebDepsOptions, 'gateway' | 'log'>) =>
  (mailId: string): void => {
    gateway.startAccountMail({ mailId }).catch((error: unknown) => {
      log.warn({ err: error, mailId }, 'the sweeper will send this mail')
    })
  }

function createDoor(db: Database, options: WebDepsOptions): ServerParts['door'] {
  const store = createSessionStore(db)
  return {
    store,
    cookies: createSessionCookies(options.publicUrl),
    signIn: createSignIn({ store, limits: createSignInLimits(db.pool), verifyPassword }),
    operatorName: options.operatorName,
    findBrand: (slug) => findBrand(db, slug),
  }
}

interface SsoParts {
  db: Database
  keyring: Keyring
  door: ServerParts['door']
  sendMailSoon: (mailId: string) => void
  guardedFetch: GuardedFetch
}

function createSso(
  { publicUrl, operatorName, log }: WebDepsOptions,
  { db, keyring, door, sendMailSoon, guardedFetch }: SsoParts,
): ServerParts['sso'] {
  return {
    ...{ db, keyring, publicUrl, operatorName, log, sendMailSoon, verifyPassword },
    oidc: createOidcClient(guardedFetch),
    store: door.store,
    cookies: door.cookies,
    ssoCookies: createSsoCookies(publicUrl),
    limit: createRejectionLimit(db.pool),
    limits: createSignInLimits(db.pool),
  }
}

/** By the client, not by the server: a pooler between them would not pass the setting on. */
function withQueryTimeout(dsn: string): string {
  const url = new URL(dsn)
  url.searchParams.set('query_timeout', String(INTAKE_TIMEOUT_MS))
  return url.href
}

function createSessionStore(db: Database): SessionStore {
  return {
    authenticate: ({ hash, slug, active }) => authenticate(db, { idHash: hash, slug, active }),
    start: ({ hash, ...session }) => startSession(db, { idHash: hash, ...session }),
    end: async (hash, reason) => {
      await endSession(db, hash, reason)
    },
    findPassword: (email) => findSignIn(db, email),
  }
}

const isUp = (db: Database): Promise<boolean> =>
  withDeadline(db.pool.query('select 1'), HEALTH_TIMEOUT_MS).then(
    () => true,
    () => false,
  )
