/**
 * The operator's accounts at its sources, as the environment names them. A source is described whole or not at
 * all: half an account is a slip that would show only when its first webhook is refused.
 */
import { AppError } from '#workflows/contracts/errors.ts'
import { type Source, SOURCES } from '#workflows/contracts/sources.ts'
import type { SeedEnv } from '../env.ts'
import type { ConnectionSpec } from './spec.ts'

export type Account = Pick<ConnectionSpec, 'baseUrl' | 'credentials' | 'webhookSecrets'>
export type Accounts = Partial<Record<Source, Account>>

interface Variables {
  base: keyof SeedEnv
  /** Where the provider's own API is, when there is but one. */
  usualBase?: string
  credential: { variable: keyof SeedEnv; name: string }
  webhookSecret: keyof SeedEnv
}

const VARIABLES: Readonly<Record<Source, Variables>> = {
  orders: {
    base: 'ORDERS_API_BASE',
    credential: { variable: 'ORDERS_API_TOKEN', name: 'token' },
    webhookSecret: 'ORDERS_WEBHOOK_SECRET',
  },
  stripe: {
    base: 'STRIPE_API_BASE',
    usualBase: 'https://api.stripe.com',
    credential: { variable: 'STRIPE_SECRET_KEY', name: 'secretKey' },
    webhookSecret: 'STRIPE_WEBHOOK_SECRET',
  },
  hubspot: {
    base: 'HUBSPOT_API_BASE',
    usualBase: 'https://api.hubapi.com',
    credential: { variable: 'HUBSPOT_ACCESS_TOKEN', name: 'accessToken' },
    webhookSecret: 'HUBSPOT_CLIENT_SECRET',
  },
}

/** @throws AppError `config` that names what is missing of a source */
export function readAccounts(env: SeedEnv): Accounts {
  const accounts: Accounts = {}
  const lacking: string[] = []
  for (const source of SOURCES) {
    const { base, usualBase, credential, webhookSecret } = VARIABLES[source]
    const names = [base, credential.variable, webhookSecret]
    if (names.every((name) => env[name] === undefined)) continue
    const [baseUrl, key, secret] = [
      env[base] ?? usualBase,
      env[credential.variable],
      env[webhookSecret],
    ]
    if (baseUrl && key && secret) {
      const credentials = { [credential.name]: key }
      accounts[source] = { baseUrl, credentials, webhookSecrets: [secret] }
    } else {
      const missing = names.filter(
        (name) => env[name] === undefined && !(name === base && usualBase),
      )
      lacking.push(`${source} also needs ${missing.join(' and ')}`)
    }
  }
  if (lacking.length > 0) {
    throw new AppError('config', `A source is set whole or not at all: ${lacking.join('; ')}.`)
  }
  return accounts
}
