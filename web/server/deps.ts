/** Composition root of the web process: pools, ports and services, made once and handed to createApp. */
import { createDatabase, type Database } from '#db/client.ts'
import { hashPassword, verifyPassword } from '#db/password.ts'
import { createKeyring, type Keyring } from '#db/secrets.ts'
import {
  authenticate,
  endSession,
  findBrand,
  findSignIn,
  signOut,
  startSession,
} from '#db/system/sign-in.ts'
import { endView, findView } from '#db/system/staff/views.ts'
import type { Logger } from '#integrations/kit/logger.ts'
import { createGuardedFetch, type GuardedFetch } from '#integrations/kit/outbound/guarded-fetch.ts'
import { registerPoolGauges } from '#integrations/kit/watch/pool-gauges.ts'
import type { Registry } from '#integrations/kit/watch/registry.ts'
import { connectorFor } from '#integrations/registry.ts'
import type { DrainLane } from '#workflows/contracts/sync.ts'
import type { Gateway } from '#workflows/gateway.ts'
import { createOidcClient } from '../auth/oidc/client.ts'
import { beginStep } from '../auth/door/second-step.ts'
import { createPasswordWork } from '../auth/passwords/password-work.ts'
import type { AuthServices } from '../auth/services.ts'
import { createSessionCookies, createSsoCookies } from '../auth/session-cookie.ts'
import type { SessionStore } from '../auth/session-store.ts'
import { createSignIn } from '../auth/sign-in.ts'
import { createSignInLimits } from '../auth/sign-in-limits.ts'
import { createRejectionLimit } from '../auth/sso/rejection-limit.ts'
import type { ResolveTxt } from '../auth/sso/domain-proof.ts'
import { createTries } from '../auth/tries.ts'
import { createViewLookup } from '../auth/view-as/view-lookup.ts'
import { createIntake } from '../ingress/create-intake.ts'
import { createCursorCodec } from '../live/cursor.ts'
import { LiveHub } from '../live/hub.ts'
import { createLiveReads } from '../live/reads.ts'
import type { StaffCommands } from '../trpc/admin/context.ts'
import type { TemporalUi } from '../trpc/admin/temporal-ui.ts'
import { createDenialLog } from '../trpc/denials.ts'
import type { WebDeps } from './app.ts'
import { createConsole } from './console.ts'
import { withDeadline } from './deadline.ts'
import {
  createWebMetrics,
  registerStreamGauge,
  watchedSignIn,
  type WebMetrics,
} from './watch/web-metrics.ts'

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
  /** Missing: requests are neither measured nor traced. A registry: they are measured. */
  watch?: { registry: Registry | null }
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
  const { log, watch } = options
  const registry = watch?.registry ?? null
  const metrics = registry && createWebMetrics(registry)
  const { db, intakeDb } = openPools(options.databaseUrl)
  const keyring = createKeyring(options.encryptionKeys)
  const cursors = createCursorCodec(keyring)
  const reads = createLiveReads(db)
  const hub = new LiveHub({ listenUrl: options.listenUrl, reads, cursors, log, metrics })
  const poke = (lane: DrainLane): void => {
    options.gateway.pokeDrain(lane)
  }
  const intake = createIntake({ db: intakeDb, keyring, connectorFor, poke, log })
  const staffConsole = createConsole({ ...options, metrics }, db)
  const identity = createIdentity(options, db, keyring)
  const door = createDoor(identity, { ...options, metrics })
  const guardedFetch = createGuardedFetch({ privateOrigins: options.privateOrigins })
  const sso = createSso(identity, door, guardedFetch)
  const signOn = { guardedFetch, oidc: sso.oidc, resolveTxt: options.resolveTxt }
  const parts: ServerParts = {
    publicUrl: options.publicUrl,
    trustedProxies: options.trustedProxies,
    development: options.development,
    log,
    services: { ...identity, signOn, cursors, metrics, denials: createDenialLog({ db, log }) },
    hub,
    door,
    sso,
    invitations: createInvitations(door),
    console: staffConsole?.deps ?? null,
    intake,
    ...(watch && { watch: { metrics } }),
    health: { isDatabaseUp: () => isUp(db), isTemporalUp: () => options.gateway.isUp() },
  }
  if (registry) {
    registerStreamGauge(registry, () => hub.size)
    const pools = { pages: db.pool, intake: intakeDb.pool }
    const own = staffConsole && { console: staffConsole.pool }
    registerPoolGauges(registry, { ...pools, ...own })
  }
  const close = async (): Promise<void> => {
    await hub.close()
    await intake.refusals.idle()
    await parts.services.denials.close()
    await Promise.all([db.close(), intakeDb.close(), staffConsole?.close()])
  }
  return { parts, close }
}

function openPools(databaseUrl: string): { db: Database; intakeDb: Database } {
  return {
    db: createDatabase({ url: databaseUrl, name: 'portside-web', max: PAGE_CONNECTIONS }),
    intakeDb: createDatabase({
      url: withQueryTimeout(databaseUrl),
      name: 'portside-intake',
      max: INTAKE_CONNECTIONS,
    }),
  }
}

function createIdentity(options: WebDepsOptions, db: Database, keyring: Keyring): AuthServices {
  const { log, publicUrl, operatorName } = options
  return {
    ...{ db, keyring, log, publicUrl, operatorName },
    sendMailSoon: createMailStarter(options),
    passwords: createPasswordWork({ verify: verifyPassword, hash: hashPassword }),
    tries: createTries(db.pool),
  }
}

const createMailStarter =
  ({ gateway, log }: Pick<WebDepsOptions, 'gateway' | 'log'>) =>
  (mailId: string): void => {
    gateway.startAccountMail({ mailId }).catch((error: unknown) => {
      log.warn({ err: error, mailId }, 'the sweeper will send this mail')
    })
  }

function createDoor(
  services: AuthServices,
  options: WebDepsOptions & { metrics: WebMetrics | null },
): ServerParts['door'] {
  const { db, passwords } = services
  const store = createSessionStore(db)
  const limits = createSignInLimits(db.pool)
  const signIn = createSignIn({ store, limits, passwords, beginStep: beginStep(services) })
  return {
    ...{ services, store, limits },
    cookies: createSessionCookies(options.publicUrl),
    signIn: watchedSignIn(signIn, 'portal', options.metrics),
    views: {
      find: (hash) => findView(db, hash),
      end: ({ hash, ...view }) => endView(db, { idHash: hash, ...view }),
    },
    operatorName: options.operatorName,
    findBrand: (slug) => findBrand(db, slug),
  }
}

function createSso(
  services: AuthServices,
  { store, cookies, limits }: ServerParts['door'],
  guardedFetch: GuardedFetch,
): ServerParts['sso'] {
  return {
    ...services,
    ...{ store, cookies, limits },
    oidc: createOidcClient(guardedFetch),
    ssoCookies: createSsoCookies(services.publicUrl),
    limit: createRejectionLimit(services.db.pool),
  }
}

const createInvitations = ({
  services: { db, passwords },
  store,
  cookies,
  operatorName,
}: ServerParts['door']): ServerParts['invitations'] => ({
  ...{ db, passwords, store, cookies, operatorName },
})

/** By the client, not by the server: a pooler between them would not pass the setting on. */
function withQueryTimeout(dsn: string): string {
  const url = new URL(dsn)
  url.searchParams.set('query_timeout', String(INTAKE_TIMEOUT_MS))
  return url.href
}

function createSessionStore(db: Database): SessionStore {
  return {
    async authenticate({ hash, slug, active }) {
      const found = await authenticate(db, { idHash: hash, slug, active })
      return found && { ...found, hash, viewAs: null }
    },
    authenticateView: createViewLookup(db),
    start: ({ hash, ...session }) => startSession(db, { idHash: hash, ...session }),
    end: async (hash, reason) => {
      await endSession(db, hash, reason)
    },
    signOut: (hash, origin) => signOut(db, hash, origin),
    findPassword: (email) => findSignIn(db, email),
  }
}

const isUp = (db: Database): Promise<boolean> =>
  withDeadline(db.pool.query('select 1'), HEALTH_TIMEOUT_MS).then(
    () => true,
    () => false,
  )
