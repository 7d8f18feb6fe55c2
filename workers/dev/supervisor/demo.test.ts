import { expect, test } from 'vitest'
import { readAccounts } from '#db/seeds/accounts.ts'
import { demoSpec } from '#db/seeds/demo.ts'
import { seedEnvSchema } from '#db/env.ts'
import { CUSTOMERS } from '#integrations/sandbox/demo/customers.ts'
import { DEMO_COMPANIES } from '#integrations/sandbox/hubspot/demo/companies.ts'
import { DEMO_CUSTOMERS } from '#integrations/sandbox/stripe/demo/customers.ts'
import { environmentOf, type InstanceFacts } from './process-env.ts'

const password = 'a-password'
const facts: InstanceFacts = {
  dataDir: '/tmp/portside',
  secrets: {
    passwords: { owner: password, app: password, worker: password, staff: password },
    encryptionKeys: 'k1:',
    ordersApiToken: 'orders-token',
    ordersWebhookSecret: 'whsec_b3JkZXJz',
    stripeSecretKey: 'sk_test_1',
    stripeWebhookSecret: 'whsec_c3RyaXBl',
    hubspotAccessToken: 'pat-1',
    hubspotClientSecret: 'client-secret',
    twilioAccountSid: 'AC1',
    twilioAuthToken: 'twilio-token',
  },
  dsn: {
    superuser: 'postgres://superuser@127.0.0.1/postgres',
    owner: 'postgres://portside_owner@127.0.0.1/portside',
    app: 'postgres://portside_app@127.0.0.1/portside',
    worker: 'postgres://portside_worker@127.0.0.1/portside',
    staff: 'postgres://portside_staff@127.0.0.1/portside',
  },
  sandboxUrl: 'http://127.0.0.1:4010',
  smtpUrl: 'smtp://127.0.0.1:4025',
}

test('every link of the demo names the same customer at each system of the sandbox', () => {
  const env = seedEnvSchema.parse(environmentOf('db:seed', facts))
  const spec = demoSpec(readAccounts(env))
  expect(spec.connections.map(({ source, baseUrl }) => [source, baseUrl])).toEqual([
    ['orders', 'http://127.0.0.1:4010/orders'],
    ['hubspot', 'http://127.0.0.1:4010/hubspot'],
    ['stripe', 'http://127.0.0.1:4010/stripe'],
  ])
  for (const tenant of spec.tenants) {
    const [order, company, billing] = tenant.links.map(({ externalId }) => externalId)
    expect(CUSTOMERS.find(({ id }) => id === order)?.name).toBe(tenant.name)
    const { id, properties } = DEMO_COMPANIES.find(({ orders }) => orders === order) ?? {}
    expect([id, properties?.['name']]).toEqual([company, tenant.name])
    const { fields } = DEMO_CUSTOMERS.find(({ orders }) => orders === order) ?? {}
    expect([fields?.id, fields?.name]).toEqual([billing, tenant.name])
  }
})

test('the worker can send through the sandbox, and is given neither sources nor other roles', () => {
  const worker = environmentOf('worker', { ...facts, mailFrom: 'Halden <a@halden.example>' })
  expect(worker).toMatchObject({
    SMTP_URL: 'smtp://127.0.0.1:4025',
    MAIL_FROM: 'Halden <a@halden.example>',
    TWILIO_ACCOUNT_SID: 'AC1',
    TWILIO_API_BASE: 'http://127.0.0.1:4010/twilio',
  })
  const names = Object.keys(worker)
  expect(names.filter((name) => /STRIPE|HUBSPOT|ORDERS|STAFF|OWNER/.test(name))).toEqual([])
})

test('without a sandbox no half of a channel is given', () => {
  const worker = environmentOf('worker', { ...facts, sandboxUrl: undefined })
  expect(Object.keys(worker).filter((name) => /SMTP|MAIL|TWILIO/.test(name))).toEqual([])
})

test.each(['backup', 'encryption-keys'] as const)(
  '%s passes by row security in the database of the instance, not in that of the cluster',
  (name) => {
    const { DATABASE_BACKUP_URL: url } = environmentOf(name, facts)
    expect(url).toBe('postgres://superuser@127.0.0.1/portside')
  },
)
