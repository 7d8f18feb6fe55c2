/** Environment of the database commands (`db:migrate`, `db:seed`, `audit`, `staff`, `backup`, `encryption-keys`); every fault is listed at once. */
import { z } from 'zod'
import { AppError } from '#workflows/contracts/errors.ts'

const empty = (value: unknown): unknown => (value === '' ? undefined : value)
const dsnOf = (role: string) =>
  z
    .string({ error: `is missing; example: postgres://${role}:…@127.0.0.1:5432/portside` })
    .regex(/^postgres(ql)?:\/\//, 'must be a postgres:// URL')
const optional = z.preprocess(empty, z.string().optional())

export const migrateEnvSchema = z.object({
  DATABASE_OWNER_URL: z.preprocess(empty, dsnOf('portside_owner')),
})

export const auditEnvSchema = z.object({
  DATABASE_STAFF_URL: z.preprocess(empty, dsnOf('portside_staff')),
})

export const staffEnvSchema = z.object({
  DATABASE_WORKER_URL: z.preprocess(empty, dsnOf('portside_worker')),
  PUBLIC_URL: z.preprocess(
    empty,
    z.url({ protocol: /^https?$/, error: 'must be the address of the portal' }),
  ),
})

export const backupEnvSchema = z.object({
  DATABASE_BACKUP_URL: z.preprocess(empty, dsnOf('postgres')),
  PORTSIDE_PG_BIN: optional,
})

const encryptionKeys = z.preprocess(
  empty,
  z.string({ error: 'is missing; example: k1:<32 random bytes as base64>' }),
)

export const keysEnvSchema = backupEnvSchema
  .pick({ DATABASE_BACKUP_URL: true })
  .extend({ ENCRYPTION_KEYS: encryptionKeys })

export const seedEnvSchema = migrateEnvSchema.extend({
  ENCRYPTION_KEYS: encryptionKeys,
  ORDERS_API_BASE: z.preprocess(empty, z.url().optional()),
  ORDERS_API_TOKEN: optional,
  ORDERS_WEBHOOK_SECRET: optional,
  STRIPE_API_BASE: z.preprocess(empty, z.url().optional()),
  STRIPE_SECRET_KEY: optional,
  STRIPE_WEBHOOK_SECRET: optional,
  HUBSPOT_API_BASE: z.preprocess(empty, z.url().optional()),
  HUBSPOT_ACCESS_TOKEN: optional,
  HUBSPOT_CLIENT_SECRET: optional,
  SANDBOX_URL: z.preprocess(empty, z.url().optional()),
})
export type SeedEnv = z.infer<typeof seedEnvSchema>

export const readMigrateEnv = (): z.infer<typeof migrateEnvSchema> => read(migrateEnvSchema)
export const readAuditEnv = (): z.infer<typeof auditEnvSchema> => read(auditEnvSchema)
export const readStaffEnv = (): z.infer<typeof staffEnvSchema> => read(staffEnvSchema)
export const readBackupEnv = (): z.infer<typeof backupEnvSchema> => read(backupEnvSchema)
export const readKeysEnv = (): z.infer<typeof keysEnvSchema> => read(keysEnvSchema)
export const readSeedEnv = (): SeedEnv => read(seedEnvSchema)

/** What another program starts from: everything inherited, with `more` on top. */
export const programEnv = (more: Record<string, string>): NodeJS.ProcessEnv => ({
  ...process.env,
  ...more,
})

/** Values never appear in the message: some of them are secrets. */
function read<T>(schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(process.env)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`)
  throw new AppError('config', `The environment is not complete:\n  ${faults.join('\n  ')}`)
}
