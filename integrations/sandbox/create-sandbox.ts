/**
 * The stand-in for the operator's upstream systems, with state that survives a kill. It is not multi-tenant
 * and trusts whoever reaches it, so it listens on loopback only.
 */
import { mkdirSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { AppError } from '#workflows/contracts/errors.ts'
import { createLogger, type Logger } from '../kit/logger.ts'
import { createApp } from './app.ts'
import { createChanges } from './changes.ts'
import { createFaults } from './faults.ts'
import { SANDBOX_TWILIO_SID, SANDBOX_TWILIO_TOKEN } from './messaging/stand-in.ts'
import { createStore } from './store.ts'
import { beginOnce, createSystems, type SandboxCredentials, type Systems } from './systems.ts'

export interface SandboxOptions {
  /** 0 for any free one. */
  port?: number
  /** Of the mail server; 0 for any free one. */
  smtpPort?: number
  /** Where the database file lies; without it everything is in memory. */
  dataDir?: string
  /** Whether a new, empty database starts with the demo of every system. Default no. */
  demo?: boolean
  /** The order system's demo alone. Default `none`. */
  orders?: 'demo' | 'none'
  /** Same seed, same demo. */
  seed?: number
  /** Bearer token of the Orders API. */
  token?: string
  stripeSecretKey?: string
  hubspotAccessToken?: string
  twilioAccountSid?: string
  twilioAuthToken?: string
  log?: Logger
}

export interface Sandbox {
  /** `http://127.0.0.1:{port}`; the base of each API is this plus `/orders`, `/stripe`, `/hubspot`, `/twilio`. */
  url: string
  /** `smtp://127.0.0.1:{port}` */
  smtpUrl: string
  /** Of the Orders API. */
  token: string
  credentials: SandboxCredentials
  close(): Promise<void>
}

const credentialsOf = (options: SandboxOptions): SandboxCredentials => ({
  orders: { token: options.token ?? 'sandbox-orders-token' },
  stripe: { secretKey: options.stripeSecretKey ?? 'sk_test_sandbox' },
  hubspot: { accessToken: options.hubspotAccessToken ?? 'pat-sandbox' },
  twilio: {
    accountSid: options.twilioAccountSid ?? SANDBOX_TWILIO_SID,
    authToken: options.twilioAuthToken ?? SANDBOX_TWILIO_TOKEN,
  },
})

/** @throws AppError `config` when one of the ports is taken */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { dataDir, seed = 1 } = options
  const log = options.log ?? createLogger('sandbox', 'silent')
  if (dataDir !== undefined) mkdirSync(dataDir, { recursive: true })
  const store = createStore(dataDir === undefined ? ':memory:' : join(dataDir, 'sandbox.db'))
  const credentials = credentialsOf(options)
  const changes = createChanges()
  const faults = createFaults(store)
  let url = ''
  const systems = createSystems({ store, faults, changes, log, credentials, origin: () => url })
  const { token } = credentials.orders
  const server = createServer(
    createApp({ store, faults, changes, ...systems, token, log, origin: () => url }),
  )
  const smtp = await systems.messaging.openSmtp(options.smtpPort ?? 0)
  await listen(server, options.port ?? 0)
  url = `http://127.0.0.1:${String(portOf(server))}`
  // Before the first request can be read: nothing is awaited from listening to here.
  const beginning = options.demo ? 'demo' : options.orders === 'demo' ? 'orders' : 'nothing'
  beginOnce(systems, store, { beginning, seed })
  wake(systems)
  return {
    url,
    smtpUrl: smtp.url,
    token,
    credentials,
    async close() {
      changes.close()
      server.closeAllConnections()
      await Promise.all([smtp.close(), closeAll(systems), closed(server)])
      store.close()
    },
  }
}

function wake({ deliveries, stripe, hubspot }: Systems): void {
  for (const system of [deliveries, stripe, hubspot]) system.wake()
}

const closeAll = ({ deliveries, stripe, hubspot }: Systems) =>
  Promise.all([deliveries, stripe, hubspot].map((system) => system.close()))

const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => {
      resolve()
    })
  })

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      reject(
        new AppError('config', `The sandbox cannot listen on port ${String(port)}.`, { cause }),
      )
    })
    server.listen(port, '127.0.0.1', resolve)
  })
}

function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}
