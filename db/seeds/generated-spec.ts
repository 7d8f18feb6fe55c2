/** As many tenants as wanted, each with a member of every preset and a link; for tests at scale and benches. */
import { randomBytes } from 'node:crypto'
import { ROLE_PRESETS } from '#workflows/contracts/access.ts'
import type { Account } from './accounts.ts'
import { createRandom } from './random.ts'
import type { SeedSpec, TenantSpec } from './spec.ts'

export interface GenerateOptions {
  tenants: number
  seed: number
  /** Where the connection leads; made up when the environment names no order system. */
  orders: Account | undefined
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

export function generateSpec({ tenants, seed, orders }: GenerateOptions): SeedSpec {
  const random = createRandom(seed)
  const password = `seeded-${randomBytes(9).toString('base64url')}`
  return {
    connections: [
      {
        source: 'orders',
        name: `Generated orders, seed ${seed}`,
        ...(orders ?? madeUpAccount()),
      },
    ],
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
        links: [{ externalId: customerOf(seed, at) }],
      }
    }),
  }
}

const madeUpAccount = (): Account => ({
  baseUrl: 'https://orders.example.com',
  credentials: { token: randomBytes(24).toString('base64url') },
  webhookSecrets: [`whsec_${randomBytes(32).toString('base64')}`],
})

/** Id at the source of the customer behind the generated tenant at this index. */
export const customerOf = (seed: number, at: number): string => `G${seed}-${at + 1}`
