/** As many tenants as wanted, each with a member of every preset and a link; for tests at scale and benches. */
import { randomBytes } from 'node:crypto'
import { ROLE_PRESETS } from '#workflows/contracts/access.ts'
import type { Source } from '#workflows/contracts/sources.ts'
import type { Account, Accounts } from './accounts.ts'
import { createRandom } from './random.ts'
import type { SeedSpec, TenantSpec } from './spec.ts'

export interface GenerateOptions {
  tenants: number
  seed: number
  /** Every tenant is a customer of each of these. */
  sources: readonly Source[]
  /** Where the connections lead; made up for a source that the environment does not name. */
  accounts: Accounts
}

const FIRST = [
  'Aldgate',
  'Brook',
  'Carrow',
  'Dunmore',
  'Elster',
  'Fen',
  'Gild',
  'Hollin',
  'Iver',
  'Jarrow',
] as const
const SECOND = [
  'Mills',
  'Foods',
  'Clinics',
  'Textiles',
  'Hotels',
  'Brewery',
  'Paper',
  'Labs',
] as const
const ZONES = ['Europe/Berlin', 'Europe/London', 'America/New_York', 'Asia/Tokyo', 'UTC'] as const

export function generateSpec({ tenants, seed, sources, accounts }: GenerateOptions): SeedSpec {
  const random = createRandom(seed)
  const password = `seeded-${randomBytes(9).toString('base64url')}`
  return {
    connections: sources.map((source) => ({
      source,
      name: connectionName(source, seed),
      ...(accounts[source] ?? madeUpAccount(source)),
    })),
    staff: [],
    tenants: Array.from({ length: tenants }, (_, at): TenantSpec => {
      const slug = `seed-${seed}-${String(at + 1).padStart(4, '0')}`
      return {
        slug,
        name: `${random.pick(FIRST)} ${random.pick(SECOND)} ${at + 1}`,
        brandColor: `#${random.between(0, 0xffffff).toString(16).padStart(6, '0')}`,
        timeZone: random.pick(ZONES),
        members: ROLE_PRESETS.map((role) => ({
          email: `${role}@${slug}.example`,
          name: `${role[0]?.toUpperCase() ?? ''}${role.slice(1)} of ${slug}`,
          role,
          owner: role === 'admin',
          password,
        })),
        links: sources.map((source) => ({
          connection: connectionName(source, seed),
          externalId: customerOf(seed, at),
        })),
      }
    }),
  }
}

const connectionName = (source: Source, seed: number): string => `Generated ${source}, seed ${seed}`

const CREDENTIAL: Readonly<Record<Source, string>> = {
  orders: 'token',
  hubspot: 'accessToken',
  stripe: 'secretKey',
}

const madeUpAccount = (source: Source): Account => ({
  baseUrl: `https://${source}.example.com`,
  credentials: { [CREDENTIAL[source]]: randomBytes(24).toString('base64url') },
  webhookSecrets: [`whsec_${randomBytes(32).toString('base64')}`],
})

/** Id at the source of the customer behind the generated tenant at this index. */
export const customerOf = (seed: number, at: number): string => `G${seed}-${at + 1}`
