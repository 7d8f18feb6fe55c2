/**
 * The environment of each process of an instance, least privilege: web never sees the worker's DSN, nobody but
 * the database commands sees the owner's.
 */
import type { Dsns } from './runtime-file.ts'
import type { Secrets } from './secrets.ts'

export interface InstanceFacts {
  dataDir: string
  secrets: Secrets
  dsn?: Dsns | undefined
  temporal?: { address: string; namespace: string; url?: string | undefined } | undefined
  sandboxUrl?: string | undefined
  web?: { port: number; url: string } | undefined
  /** The company that runs the portal. */
  operator?: string | undefined
}

const TEMPORAL = ['TEMPORAL_ADDRESS', 'TEMPORAL_NAMESPACE'] as const
const ORDERS = ['ORDERS_API_BASE', 'ORDERS_API_TOKEN', 'ORDERS_WEBHOOK_SECRET'] as const

/** Which variables each process is given. */
export const NAMES = {
  web: [
    ...TEMPORAL,
    ...['DATABASE_URL', 'DATABASE_STAFF_URL', 'ENCRYPTION_KEYS', 'OPERATOR_NAME', 'PORT'],
    ...['PUBLIC_URL', 'TEMPORAL_UI_URL'],
  ],
  worker: [...TEMPORAL, 'DATABASE_WORKER_URL', 'ENCRYPTION_KEYS', 'PORTSIDE_DATA_DIR'],
  sandbox: ['ORDERS_API_TOKEN', 'PORTSIDE_DATA_DIR'],
  'db:migrate': ['DATABASE_OWNER_URL'],
  'db:seed': [...ORDERS, 'DATABASE_OWNER_URL', 'ENCRYPTION_KEYS', 'PUBLIC_URL'],
} as const satisfies Record<string, readonly string[]>

export type ProcessName = keyof typeof NAMES

/** Only what is known: an unknown value is left out, and the process itself says that it is missing. */
export function environmentOf(name: ProcessName, facts: InstanceFacts): Record<string, string> {
  const all: Record<string, string | undefined> = {
    PORTSIDE_DATA_DIR: facts.dataDir,
    DATABASE_URL: facts.dsn?.app,
    DATABASE_WORKER_URL: facts.dsn?.worker,
    DATABASE_STAFF_URL: facts.dsn?.staff,
    DATABASE_OWNER_URL: facts.dsn?.owner,
    TEMPORAL_ADDRESS: facts.temporal?.address,
    TEMPORAL_NAMESPACE: facts.temporal?.namespace,
    TEMPORAL_UI_URL: facts.temporal?.url,
    ENCRYPTION_KEYS: facts.secrets.encryptionKeys,
    ORDERS_API_BASE: facts.sandboxUrl === undefined ? undefined : `${facts.sandboxUrl}/orders`,
    ORDERS_API_TOKEN: facts.secrets.ordersApiToken,
    ORDERS_WEBHOOK_SECRET: facts.secrets.ordersWebhookSecret,
    PORT: facts.web === undefined ? undefined : String(facts.web.port),
    PUBLIC_URL: facts.web?.url,
    OPERATOR_NAME: facts.operator,
  }
  const picked: Record<string, string> = {}
  for (const key of NAMES[name]) {
    const value = all[key]
    if (value !== undefined) picked[key] = value
  }
  return picked
}
