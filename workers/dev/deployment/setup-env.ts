/** Environment of the one-shot setup: the cluster's superuser and the DSN of every role it makes. */
import { z, type ZodURL } from 'zod'
import { parseEnv } from '#integrations/kit/env.ts'

const dsn = (description: string, role: string): ZodURL =>
  z
    .url({ protocol: /^postgres(?:ql)?$/, error: 'must be a postgres:// URL' })
    .refine((text) => hasPassword(text), 'must hold a password')
    .meta({ description, example: `postgres://${role}:secret@localhost:5432/portside` })

/** The role gets its password from here, so another user name would leave the process without access. */
const roleDsn = (description: string, role: string): ZodURL =>
  dsn(description, role).refine((text) => URL.parse(text)?.username === role, `must name ${role}`)

const hasPassword = (text: string): boolean => Boolean(URL.parse(text)?.password)

export const setupEnvSchema = z.object({
  DATABASE_SUPERUSER_URL: dsn('PostgreSQL as a role that may create roles', 'postgres'),
  DATABASE_OWNER_URL: roleDsn('PostgreSQL as the role portside_owner', 'portside_owner'),
  DATABASE_URL: roleDsn('PostgreSQL as the role portside_app', 'portside_app'),
  DATABASE_WORKER_URL: roleDsn('PostgreSQL as the role portside_worker', 'portside_worker'),
  DATABASE_STAFF_URL: roleDsn('PostgreSQL as the role portside_staff', 'portside_staff'),
  TEMPORAL_DATABASE_URL: dsn(
    "Temporal's own database in the same cluster; its role, it and its _visibility twin are made",
    'temporal',
  ).optional(),
})

export type SetupEnv = z.output<typeof setupEnvSchema>

/** @throws AppError `config` that lists every fault, never a value */
export const readSetupEnv = (
  variables: Record<string, string | undefined> = process.env,
): SetupEnv => parseEnv(setupEnvSchema, variables)
