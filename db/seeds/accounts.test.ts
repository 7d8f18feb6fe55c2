import { expect, test } from 'vitest'
import { seedEnvSchema } from '../env.ts'
import { readAccounts } from './accounts.ts'
import { demoSpec } from './demo.ts'

const envOf = (variables: Record<string, string>) =>
  seedEnvSchema.parse({
    DATABASE_OWNER_URL: 'postgres://portside_owner:x@127.0.0.1/portside',
    ENCRYPTION_KEYS: 'k1:',
    ...variables,
  })
const STRIPE = { STRIPE_SECRET_KEY: 'sk_test_planted', STRIPE_WEBHOOK_SECRET: 'whsec_planted' }
const ORDERS = {
  ORDERS_API_BASE: 'http://127.0.0.1:9/orders',
  ORDERS_API_TOKEN: 'planted',
  ORDERS_WEBHOOK_SECRET: 'whsec_YQ==',
}

test('a source whose variables are not set has no account', () => {
  expect(readAccounts(envOf({}))).toEqual({})
  expect(Object.keys(readAccounts(envOf(ORDERS)))).toEqual(['orders'])
})

test('a provider with one address of its own needs none to be set', () => {
  expect(readAccounts(envOf(STRIPE))).toEqual({
    stripe: {
      baseUrl: 'https://api.stripe.com',
      credentials: { secretKey: 'sk_test_planted' },
      webhookSecrets: ['whsec_planted'],
    },
  })
})

test('half a source is refused with what it lacks, and no value is repeated', () => {
  const half = () =>
    readAccounts(envOf({ HUBSPOT_ACCESS_TOKEN: 'pat-planted', ORDERS_API_TOKEN: 'planted' }))
  expect(half).toThrow('hubspot also needs HUBSPOT_CLIENT_SECRET')
  expect(half).toThrow('orders also needs ORDERS_API_BASE and ORDERS_WEBHOOK_SECRET')
  expect(half).not.toThrow('planted')
})

test('the demo links its customers at the sources there are, and only there', () => {
  const { connections, tenants } = demoSpec(readAccounts(envOf({ ...ORDERS, ...STRIPE })))
  expect(connections.map(({ name }) => name)).toEqual(['Halden order system', 'Halden billing'])
  expect(tenants[0]?.links).toEqual([
    { connection: 'Halden order system', externalId: 'C-1001' },
    { connection: 'Halden billing', externalId: 'cus_NorthgateClin1' },
  ])
})
