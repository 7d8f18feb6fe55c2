/**
 * Environment of the development tools: the supervisor, the services, the doctor and the tests' global setup.
 * Every value is optional here, since these tools exist to provide what is not set.
 */
import os from 'node:os'
import path from 'node:path'
import { z } from 'zod'

const empty = (value: unknown): unknown => (value === '' ? undefined : value)
const text = z.preprocess(empty, z.string().optional())

export const devEnvSchema = z.object({
  PORTSIDE_DATA_DIR: text,
  TEMPORAL_ADDRESS: text,
  TEMPORAL_NAMESPACE: text,
  PORT: z.preprocess(empty, z.coerce.number().int().min(1).max(65_535).optional()),
  PUBLIC_URL: text,
  METRICS_PORT: z.preprocess(empty, z.coerce.number().int().min(1).max(65_534).optional()),
  CHROMIUM_PATH: text,
  PORTSIDE_PG_BIN: text,
  OPERATOR_ALERT_EMAIL: text,
  OPERATOR_ALERT_PHONE: text,
  XDG_CACHE_HOME: text,
  PATH: text,
})
export type DevEnv = z.infer<typeof devEnvSchema>

export const devEnv: DevEnv = devEnvSchema.parse(process.env)

/** The checkout: bootstrap starts every tool with it as working directory, tests too. */
export const projectDir = path.resolve(import.meta.dirname, '../..')

export const dataDir = path.resolve(projectDir, devEnv.PORTSIDE_DATA_DIR ?? '.portside')

/** Outside the checkout, so that a second clone does not build the Temporal server again. */
export const cacheDir = path.join(
  devEnv.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'),
  'portside',
)

/** What a child process starts from: everything inherited, with `changes` on top (undefined removes). */
export function childEnv(changes: Record<string, string | undefined>): NodeJS.ProcessEnv {
  return { ...process.env, ...changes }
}
