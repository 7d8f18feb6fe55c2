/** Who is in a stack: two customers with orders, one without, and members of every preset; made by `db:seed --spec`. */
import fs from 'node:fs/promises'
import path from 'node:path'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { z } from 'zod'
import { childEnv, projectDir } from '#workers/dev/env.ts'
import { environmentOf, type InstanceFacts } from '#workers/dev/supervisor/process-env.ts'
import type { SeedSpec } from '#db/seeds/spec.ts'
import { ROLE_PRESETS } from '#workflows/contracts/access.ts'
import { SOURCES, type Source } from '#workflows/contracts/sources.ts'

const seededSchema = z.object({
  tenants: z.array(z.object({ id: z.string(), slug: z.string() })),
  members: z.array(
    z.object({
      tenant: z.string(),
      role: z.enum(ROLE_PRESETS),
      email: z.string(),
      password: z.string(),
    }),
  ),
  connections: z.array(
    z.object({ id: z.string(), source: z.enum(SOURCES), webhookPath: z.string() }),
  ),
  staff: z
    .array(z.object({ email: z.string(), password: z.string(), totpSecret: z.string() }))
    .min(1),
})
export type Seeded = z.infer<typeof seededSchema>
export type Staff = Seeded['staff'][number]
export type Member = Seeded['members'][number]
export type Role = Member['role']

const PASSWORD = 'steam-and-condensate'
/** A person who belongs to two customers. */
const BOTH = 'kim@halden.test'

type TenantSpec = SeedSpec['tenants'][number]
type MemberSpec = TenantSpec['members'][number]

const member = (role: Role, name: string, domain: string): MemberSpec => ({
  email: `${role}@${domain}`,
  name,
  role,
  password: PASSWORD,
})

const both: MemberSpec = { email: BOTH, name: 'Kim Aalto', role: 'admin', password: PASSWORD }

/** What each source calls a customer; the names are those of the sandbox's demo. */
export const CUSTOMERS: Readonly<
  Record<'northgate' | 'vellmar', Readonly<Record<Source, string>>>
> = {
  northgate: { orders: 'C-1001', stripe: 'cus_NorthgateClin1', hubspot: '18420011001' },
  vellmar: { orders: 'C-1002', stripe: 'cus_VellmarDairy01', hubspot: '18420011002' },
}

/** As staff call them. */
const CONNECTIONS: Readonly<Record<Source, string>> = {
  orders: 'Orders',
  stripe: 'Stripe',
  hubspot: 'HubSpot',
}

const linksOf = (slug: keyof typeof CUSTOMERS): TenantSpec['links'] =>
  SOURCES.map((source) => ({
    connection: CONNECTIONS[source],
    externalId: CUSTOMERS[slug][source],
  }))

/** An operations engineer of the operator. */
const STAFF = {
  email: 'tomas@halden.test',
  name: 'Tomas Hrubý',
  role: 'operations',
  password: PASSWORD,
  totpSecret: 'HALDENSTEAMHALDENSTEAMHALDENST23',
} as const

/** The customers are those of the sandbox's systems; Fallow Mill has nothing there. */
const TENANTS: TenantSpec[] = [
  {
    slug: 'northgate',
    name: 'Northgate Clinics',
    brandColor: '#f2b705',
    timeZone: 'Europe/Berlin',
    links: linksOf('northgate'),
    members: [
      member('admin', 'Amara Osei', 'northgate.test'),
      member('billing', 'Piet Verhoeven', 'northgate.test'),
      member('project', 'Lotte Brandt', 'northgate.test'),
      both,
    ],
  },
  {
    slug: 'vellmar',
    name: 'Vellmar Dairy',
    brandColor: '#0e6470',
    timeZone: 'Europe/Berlin',
    links: linksOf('vellmar'),
    members: [
      member('admin', 'Ines Keller', 'vellmar.test'),
      member('billing', 'Marek Dvořák', 'vellmar.test'),
      member('project', 'Jonas Weidt', 'vellmar.test'),
      both,
    ],
  },
  {
    slug: 'fallow',
    name: 'Fallow Mill',
    brandColor: '#1f4fd1',
    timeZone: 'Europe/Berlin',
    links: [{ connection: CONNECTIONS.orders, externalId: 'C-1777' }],
    members: [member('admin', 'Ruth Miller', 'fallow.test')],
  },
]

const run = promisify(execFile)

export async function seedStack(facts: InstanceFacts): Promise<Seeded> {
  const file = path.join(facts.dataDir, 'spec.json')
  const spec: SeedSpec = { tenants: TENANTS, staff: [STAFF], connections: connectionsOf(facts) }
  await fs.writeFile(file, JSON.stringify(spec), { mode: 0o600 })
  return seed(facts, ['--spec', file])
}

/** Exactly what `npm start` shows to a newcomer; the sandbox has to be there already. */
export const seedDemo = (facts: InstanceFacts): Promise<Seeded> => seed(facts, [])

async function seed(facts: InstanceFacts, args: readonly string[]): Promise<Seeded> {
  const { stdout } = await run(process.execPath, ['db/seed.ts', ...args, '--json'], {
    cwd: projectDir,
    env: childEnv(environmentOf('db:seed', facts)),
    maxBuffer: 16 * 2 ** 20,
  })
  return seededSchema.parse(JSON.parse(stdout))
}

function connectionsOf({ sandboxUrl = '', secrets }: InstanceFacts): SeedSpec['connections'] {
  const at = (source: Source) => ({
    source,
    name: CONNECTIONS[source],
    baseUrl: `${sandboxUrl}/${source}`,
  })
  return [
    {
      ...at('orders'),
      credentials: { token: secrets.ordersApiToken },
      webhookSecrets: [secrets.ordersWebhookSecret],
    },
    {
      ...at('stripe'),
      credentials: { secretKey: secrets.stripeSecretKey },
      webhookSecrets: [secrets.stripeWebhookSecret],
    },
    {
      ...at('hubspot'),
      credentials: { accessToken: secrets.hubspotAccessToken },
      webhookSecrets: [secrets.hubspotClientSecret],
    },
  ]
}
