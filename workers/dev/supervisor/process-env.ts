/**
 * The environment of each process of an instance, least privilege: web never sees the worker's DSN, nobody but
 * the database commands sees the owner's.
 */
import { superuserInside, type Dsns } from './state/runtime-file.ts'
import type { Secrets } from './state/secrets.ts'

export interface InstanceFacts {
  dataDir: string
  secrets: Secrets
  dsn?: Dsns | undefined
  temporal?: { address: string; namespace: string; url?: string | undefined } | undefined
  sandboxUrl?: string | undefined
  /** The sandbox's mail server. */
  smtpUrl?: string | undefined
  web?: { port: number; url: string } | undefined
  /** Of web; the worker has the one after it. */
  metricsPort?: number | undefined
  /** The company that runs the portal. */
  operator?: string | undefined
  /** Sender of its mails. */
  mailFrom?: string | undefined
  /** Whom it wants to be told when something is wrong. */
  alert?: { email: string; phone: string } | undefined
}

/** Of nobody: SMS of an instance end in the sandbox's outbox. */
const SMS_FROM = '+4930555010'
const MAIL_FROM = 'Portside <portal@portside.example>'

const TEMPORAL = ['TEMPORAL_ADDRESS', 'TEMPORAL_NAMESPACE'] as const
const ORDERS = ['ORDERS_API_BASE', 'ORDERS_API_TOKEN', 'ORDERS_WEBHOOK_SECRET'] as const
const STRIPE = ['STRIPE_API_BASE', 'STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET'] as const
const HUBSPOT = ['HUBSPOT_API_BASE', 'HUBSPOT_ACCESS_TOKEN', 'HUBSPOT_CLIENT_SECRET'] as const
const TWILIO = ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN'] as const
const MESSAGING = ['SMTP_URL', 'MAIL_FROM', ...TWILIO, 'TWILIO_FROM', 'TWILIO_API_BASE'] as const

/** Whoever sets it for an instance wants both processes watched, and one port belongs to one of them. */
const METRICS = ['METRICS_PORT'] as const

/** How a worker runs: without traces of promises, and with few arenas of malloc, where dozens held 400 MB after a storm. */
const WORKER_RUNTIME = {
  NODE_OPTIONS: '--import=./workers/plain-promises.ts',
  MALLOC_ARENA_MAX: '2',
} as const

/** Which variables each process is given. */
export const NAMES = {
  web: [
    ...TEMPORAL,
    ...['DATABASE_URL', 'DATABASE_STAFF_URL', 'ENCRYPTION_KEYS', 'OPERATOR_NAME'],
    ...METRICS,
    ...['PORT', 'PUBLIC_URL', 'TEMPORAL_UI_URL'],
    ...['ALLOWED_PRIVATE_ORIGINS', 'DNS_TXT_API'],
  ],
  worker: [
    ...TEMPORAL,
    ...MESSAGING,
    ...METRICS,
    ...['DATABASE_WORKER_URL', 'ENCRYPTION_KEYS', 'PORTSIDE_DATA_DIR'],
    ...['OPERATOR_ALERT_EMAIL', 'OPERATOR_ALERT_PHONE', 'PUBLIC_URL'],
    ...['NODE_OPTIONS', 'MALLOC_ARENA_MAX'],
  ],
  sandbox: [
    ...TWILIO,
    ...['ORDERS_API_TOKEN', 'STRIPE_SECRET_KEY', 'HUBSPOT_ACCESS_TOKEN', 'PORTSIDE_DATA_DIR'],
  ],
  'db:migrate': ['DATABASE_OWNER_URL'],
  audit: ['DATABASE_STAFF_URL'],
  staff: ['DATABASE_WORKER_URL', 'PUBLIC_URL'],
  backup: ['DATABASE_BACKUP_URL'],
  'encryption-keys': ['DATABASE_BACKUP_URL', 'ENCRYPTION_KEYS'],
  'db:seed': [
    ...ORDERS,
    ...STRIPE,
    ...HUBSPOT,
    ...['DATABASE_OWNER_URL', 'ENCRYPTION_KEYS', 'PUBLIC_URL', 'SANDBOX_URL'],
  ],
} as const satisfies Record<string, readonly string[]>

export type ProcessName = keyof typeof NAMES

/** Only what is known: an unknown value is left out, and the process itself says that it is missing. */
export function environmentOf(name: ProcessName, facts: InstanceFacts): Record<string, string> {
  const all: Record<string, string | undefined> = {
    PORTSIDE_DATA_DIR: facts.dataDir,
    DATABASE_URL: facts.dsn?.app,
    DATABASE_STAFF_URL: facts.dsn?.staff,
    DATABASE_WORKER_URL: facts.dsn?.worker,
    DATABASE_OWNER_URL: facts.dsn?.owner,
    DATABASE_BACKUP_URL: facts.dsn && superuserInside(facts.dsn),
    TEMPORAL_ADDRESS: facts.temporal?.address,
    TEMPORAL_NAMESPACE: facts.temporal?.namespace,
    TEMPORAL_UI_URL: facts.temporal?.url,
    ENCRYPTION_KEYS: facts.secrets.encryptionKeys,
    ...sourceVariables(facts),
    // The sandbox is told what to accept before anybody knows where it is.
    ...(name === 'sandbox' ? twilioAccount(facts) : messagingVariables(facts)),
    // The demo's customers have their identity providers, and their DNS, in the sandbox.
    ALLOWED_PRIVATE_ORIGINS: facts.sandboxUrl,
    DNS_TXT_API: facts.sandboxUrl === undefined ? undefined : `${facts.sandboxUrl}/control/dns`,
    SANDBOX_URL: facts.sandboxUrl,
    OPERATOR_NAME: facts.operator,
    OPERATOR_ALERT_EMAIL: facts.alert?.email,
    OPERATOR_ALERT_PHONE: facts.alert?.phone,
    ...WORKER_RUNTIME,
    METRICS_PORT: metricsPortOf(name, facts.metricsPort),
    PORT: facts.web === undefined ? undefined : String(facts.web.port),
    PUBLIC_URL: facts.web?.url,
  }
  const picked: Record<string, string> = {}
  for (const key of NAMES[name]) {
    const value = all[key]
    if (value !== undefined) picked[key] = value
  }
  return picked
}

const metricsPortOf = (name: ProcessName, port: number | undefined): string | undefined =>
  port === undefined ? undefined : String(name === 'worker' ? port + 1 : port)

function sourceVariables({ sandboxUrl, secrets }: InstanceFacts) {
  const below = (path: string): string | undefined =>
    sandboxUrl === undefined ? undefined : `${sandboxUrl}/${path}`
  return {
    ORDERS_API_BASE: below('orders'),
    ORDERS_API_TOKEN: secrets.ordersApiToken,
    ORDERS_WEBHOOK_SECRET: secrets.ordersWebhookSecret,
    STRIPE_API_BASE: below('stripe'),
    STRIPE_SECRET_KEY: secrets.stripeSecretKey,
    STRIPE_WEBHOOK_SECRET: secrets.stripeWebhookSecret,
    HUBSPOT_API_BASE: below('hubspot'),
    HUBSPOT_ACCESS_TOKEN: secrets.hubspotAccessToken,
    HUBSPOT_CLIENT_SECRET: secrets.hubspotClientSecret,
  }
}

const twilioAccount = ({ secrets }: InstanceFacts) => ({
  TWILIO_ACCOUNT_SID: secrets.twilioAccountSid,
  TWILIO_AUTH_TOKEN: secrets.twilioAuthToken,
})

/** All of it or none: half a channel would be a fault of the configuration. */
function messagingVariables(facts: InstanceFacts): Record<string, string | undefined> {
  const { sandboxUrl, smtpUrl, mailFrom = MAIL_FROM } = facts
  if (sandboxUrl === undefined || smtpUrl === undefined) return {}
  return {
    ...twilioAccount(facts),
    SMTP_URL: smtpUrl,
    MAIL_FROM: mailFrom,
    TWILIO_FROM: SMS_FROM,
    TWILIO_API_BASE: `${sandboxUrl}/twilio`,
  }
}
