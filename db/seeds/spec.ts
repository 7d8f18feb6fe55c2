/** What a seed file may say. Parts that are not built yet are unknown fields, and unknown fields are refused by name. */
import { z } from 'zod'
import { AppError } from '#workflows/contracts/errors.ts'
import { MODULES, ROLE_PRESETS, SCOPES } from '#workflows/contracts/access.ts'
import { isUuid } from '#workflows/contracts/ids.ts'
import { SOURCES } from '#workflows/contracts/sources.ts'

const email = z.email().max(320).toLowerCase()
const password = z.string().min(8).max(128)
const name = z.string().trim().min(1).max(200)
const timeZone = z.string().refine(isTimeZone, 'is not an IANA time zone')

const memberSchema = z.strictObject({
  email,
  name,
  role: z
    .union([z.enum(ROLE_PRESETS), z.strictObject({ custom: z.string().trim().min(1).max(80) })])
    .describe('A preset, or by name one of the roles of this tenant'),
  ownOnly: z.boolean().optional().describe('Only their own records, whatever the role'),
  owner: z.boolean().optional().describe('One member at most, an admin'),
  password: password.optional().describe('May be left out where the person has one already'),
  locale: z.string().max(20).optional(),
  timeZone: timeZone.optional(),
})

const linkSchema = z.strictObject({
  connection: z
    .string()
    .optional()
    .describe('Id or name of a connection of this file; needed when it holds several'),
  externalId: z.string().min(1).max(500).describe('Id of the customer at the source'),
})

const providerSchema = z.strictObject({
  kind: z.enum(['oidc', 'saml']),
  name,
  issuer: z.string().min(1).max(2_000).describe('Issuer of OIDC, entity ID of SAML'),
  clientId: z.string().optional(),
  clientSecret: z.string().optional(),
  ssoUrl: z.url().optional(),
  certificates: z.array(z.string()).default([]).describe('PEM, for SAML'),
  groupsName: z.string().optional(),
  defaultRole: z.enum(ROLE_PRESETS).default('requester'),
  groupRoles: z
    .array(z.strictObject({ group: z.string(), role: z.enum(ROLE_PRESETS) }))
    .default([]),
})

const roleSchema = z.strictObject({
  name: z.string().trim().min(1).max(80),
  modules: z
    .array(
      z.strictObject({
        module: z.enum(MODULES),
        scope: z.enum(SCOPES).default('tenant'),
        actions: z.array(z.enum(['amounts', 'export', 'manage'])).default([]),
      }),
    )
    .min(1),
})

const tenantSchema = z.strictObject({
  slug: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  name,
  brandColor: z
    .string()
    .regex(/^#[0-9a-f]{6}$/)
    .optional(),
  timeZone: timeZone.optional(),
  locale: z.string().max(20).optional(),
  idleMinutes: z.int().min(5).max(1440).optional(),
  roles: z.array(roleSchema).optional(),
  members: z.array(memberSchema).default([]),
  links: z.array(linkSchema).default([]),
  identityProviders: z
    .array(providerSchema)
    .optional()
    .describe('Ready to use, as if they had been tried out'),
  domains: z.array(z.string().toLowerCase()).optional().describe('Proven already'),
})

const totpSecret = z
  .string()
  .regex(/^[A-Z2-7]{26,64}$/, 'is not base32 of at least 128 bits')
  .describe('Of the second factor; without it, it is set up at the first sign-in')

const staffSchema = z.strictObject({
  email,
  name,
  role: z.enum(['agent', 'operations', 'admin']),
  password,
  totpSecret: totpSecret.optional(),
})

const connectionSchema = z.strictObject({
  id: z.string().refine(isUuid, 'is not a UUID').optional(),
  source: z.enum(SOURCES),
  name: name.optional(),
  baseUrl: z.url(),
  credentials: z.record(z.string(), z.string()).default({}),
  webhookSecrets: z.array(z.string().min(1)).default([]),
  endsOldSecrets: z
    .boolean()
    .optional()
    .describe(
      'Whether a secret that is not listed any more ends at once; else it is taken for 24 hours',
    ),
  requestsPerSecond: z
    .int()
    .min(1)
    .max(10_000)
    .optional()
    .describe(
      'At most 90 % of what the account allows; without it, what its source allows everybody',
    ),
})

export const specSchema = z.strictObject({
  tenants: z.array(tenantSchema).default([]),
  staff: z.array(staffSchema).default([]),
  connections: z.array(connectionSchema).default([]),
})

export type SeedSpec = z.infer<typeof specSchema>
export type TenantSpec = SeedSpec['tenants'][number]
export type ProviderSpec = NonNullable<TenantSpec['identityProviders']>[number]
export type MemberSpec = TenantSpec['members'][number]
export type ConnectionSpec = SeedSpec['connections'][number]
export type StaffSpec = SeedSpec['staff'][number]

/** @throws AppError `invalid_input` that names every fault of the file, never a password */
export function parseSpec(text: string): SeedSpec {
  const parsed = specSchema.safeParse(jsonOf(text))
  if (parsed.success) return parsed.data
  throw new AppError(
    'invalid_input',
    `The seed file is not right:\n${z.prettifyError(parsed.error)}`,
  )
}

/** For `--schema`: the file as whoever writes it sees it, with defaults optional. */
export const specJsonSchema = (): unknown =>
  z.toJSONSchema(specSchema, { io: 'input', unrepresentable: 'any' })

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new AppError('invalid_input', 'The seed file is not JSON.')
  }
}

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
