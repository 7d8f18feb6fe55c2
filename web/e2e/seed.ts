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
  staff: z.array(z.object({ email: z.string(), password: z.string() })).length(1),
  connections: z.array(z.object({ webhookPath: z.string() })).length(1),
})
export type Seeded = z.infer<typeof seededSchema>
export type Staff = Seeded['staff'][number]
export type Member = Seeded['members'][number]
export type Role = Member['role']

const PASSWORD = 'steam-and-condensate'
/** A person who belongs to two customers. */
export const BOTH = 'kim@halden.test'

type TenantSpec = SeedSpec['tenants'][number]
type MemberSpec = TenantSpec['members'][number]

const member = (role: Role, name: string, domain: string): MemberSpec => ({
  email: `${role}@${domain}`,
  name,
  role,
  password: PASSWORD,
})

/** An operations engineer of the operator. */
const STAFF = {
  email: 'tomas@halden.test',
  name: 'Tomas Hrubý',
  role: 'operations',
  password: PASSWORD,
} as const

const both: MemberSpec = { email: BOTH, name: 'Kim Aalto', role: 'admin', password: PASSWORD }

/** The customers are those of the sandbox's order system; Fallow Mill has no orders there. */
const TENANTS: TenantSpec[] = [
  {
    slug: 'northgate',
    name: 'Northgate Clinics',
    brandColor: '#f2b705',
    timeZone: 'Europe/Berlin',
    links: [{ externalId: 'C-1001' }],
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
    links: [{ externalId: 'C-1002' }],
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
    links: [{ externalId: 'C-1777' }],
    members: [member('admin', 'Ruth Miller', 'fallow.test')],
  },
]

const run = promisify(execFile)

export async function seedStack(facts: InstanceFacts): Promise<Seeded> {
  const file = path.join(facts.dataDir, 'spec.json')
  const { ordersApiToken: token, ordersWebhookSecret } = facts.secrets
  const spec: SeedSpec = {
    tenants: TENANTS,
    staff: [STAFF],
    connections: [
      {
        source: 'orders',
        baseUrl: `${facts.sandboxUrl ?? ''}/orders`,
        credentials: { token },
        webhookSecrets: [ordersWebhookSecret],
      },
    ],
  }
  await fs.writeFile(file, JSON.stringify(spec), { mode: 0o600 })
  const { stdout } = await run(process.execPath, ['db/seed.ts', '--spec', file, '--json'], {
    cwd: projectDir,
    env: childEnv(environmentOf('db:seed', facts)),
    maxBuffer: 16 * 2 ** 20,
  })
  return seededSchema.parse(JSON.parse(stdout))
}
