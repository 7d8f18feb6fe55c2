/**
 * Environment of the web process. In production it refuses secrets that are missing, short, or such as stand in
 * examples, and names the variable, never the value.
 */
import { z } from 'zod'
import { parseEnv } from '#integrations/kit/env.ts'
import { watchEnv } from '#integrations/kit/watch/env.ts'

const text = (description: string, example: string): z.ZodString =>
  z.string().min(1).meta({ description, example })

/** Words that stand in documentation, examples and images. */
const EXAMPLE =
  /^(?:admin|changeme|change-me|default|example|pass(?:word|wd)?|portside(?:_app)?|postgres|root|secret|test)\d*$/i
const MIN_PASSWORD = 12
const WEAK_DSN = `needs a password of at least ${String(MIN_PASSWORD)} characters that stands in no example`
const PRINTABLE = /^[\x20-\x7e]*$/
const MIN_DISTINCT_BYTES = 12
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

function isStrongDsn(dsn: string): boolean {
  const url = URL.parse(dsn)
  if (!url) return false
  const password = decodeURIComponent(url.password)
  return password.length >= MIN_PASSWORD && !EXAMPLE.test(password)
}

/** Random bytes are neither readable text nor the same few values again and again. */
function isStrongKeyring(keys: string): boolean {
  return keys.split(',').every((entry) => {
    const key = Buffer.from(entry.slice(entry.indexOf(':') + 1), 'base64')
    const isText = PRINTABLE.test(key.toString('latin1'))
    return key.length === 32 && !isText && new Set(key).size >= MIN_DISTINCT_BYTES
  })
}

function isSafeUrl(text: string): boolean {
  const url = URL.parse(text)
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.has(url.hostname))
}

const URL_META = {
  description: 'Where browsers and webhooks reach this instance; https, or http on loopback',
  example: 'https://portal.example.com',
}
const DSN_META = {
  description: 'PostgreSQL as the role portside_app',
  example: 'postgres://portside_app:secret@localhost:5432/portside',
}
const STAFF_DSN_META = {
  description: 'PostgreSQL as the role portside_staff; without it there is no console',
  example: 'postgres://portside_staff:secret@localhost:5432/portside',
}
const KEYS_META = {
  description:
    'Key-encryption keys, the current one first: id:base64 of 32 bytes, separated by commas',
  example: 'k1:bm90IGEgcmVhbCBrZXksIDMyIGJ5dGVzIGxvbmchISE=',
}

const base = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development').meta({
    description: 'Production serves the build and refuses weak secrets',
    example: 'production',
  }),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta(URL_META),
  PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(3000)
    .meta({ description: 'Port of the web process', example: '3000' }),
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((list) => list.split(/[\s,]+/).filter((entry) => entry !== ''))
    .meta({
      description: 'Addresses or networks whose X-Forwarded-* headers count',
      example: '10.0.0.0/8, 127.0.0.1',
    }),
  ALLOWED_PRIVATE_ORIGINS: z
    .string()
    .default('')
    .transform((list) => list.split(/[\s,]+/).filter((entry) => entry !== ''))
    .meta({
      description:
        'Origins that identity providers of customers may have although they are private; for demos',
      example: 'http://127.0.0.1:4010',
    }),
  DNS_TXT_API: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({
      description: 'Answers TXT records as JSON at {url}/{name} in place of DNS; for demos',
      example: 'http://127.0.0.1:4010/control/dns',
    }),
  DATABASE_URL: z
    .url({ protocol: /^postgres(?:ql)?$/, error: 'must be a postgres:// URL' })
    .meta(DSN_META),
  DATABASE_LISTEN_URL: text(
    'Direct connection for LISTEN where a transaction pooler stands between',
    'postgres://portside_app:secret@localhost:5432/portside',
  ).optional(),
  DATABASE_STAFF_URL: z
    .url({ protocol: /^postgres(?:ql)?$/, error: 'must be a postgres:// URL' })
    .optional()
    .meta(STAFF_DSN_META),
  TEMPORAL_ADDRESS: text('Temporal frontend, host:port', 'localhost:7233').default(
    'localhost:7233',
  ),
  TEMPORAL_NAMESPACE: text('Temporal namespace', 'default').default('default'),
  TEMPORAL_API_KEY: text('API key of a hosted Temporal', 'eyJhbGciOi…').optional(),
  TEMPORAL_TLS_CA: text(
    'PEM file of the authority that signed the Temporal server',
    '/etc/ssl/temporal-ca.pem',
  ).optional(),
  TEMPORAL_TLS_CERT: text('PEM file of the client certificate', '/etc/ssl/web.pem').optional(),
  TEMPORAL_TLS_KEY: text('PEM file of the client key', '/etc/ssl/web.key').optional(),
  TEMPORAL_UI_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({
      description: 'Where staff look at workflows; without it the console links to none',
      example: 'https://temporal.example.com',
    }),
  ENCRYPTION_KEYS: z.string().meta(KEYS_META),
  OPERATOR_NAME: text(
    'The company that runs this portal, as pages name it',
    'Halden Steam',
  ).default('Portside'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace'])
    .default('info')
    .meta({ description: 'Least level that is logged', example: 'info' }),
  ...watchEnv.shape,
})

export const webEnvSchema = base

const production = base.extend({
  PUBLIC_URL: z.url().refine(isSafeUrl, 'must be https, or http on loopback').meta(URL_META),
  DATABASE_URL: base.shape.DATABASE_URL.refine(isStrongDsn, WEAK_DSN).meta(DSN_META),
  DATABASE_STAFF_URL: base.shape.DATABASE_STAFF_URL.refine(
    (dsn) => dsn === undefined || isStrongDsn(dsn),
    WEAK_DSN,
  ).meta(STAFF_DSN_META),
  ENCRYPTION_KEYS: z
    .string()
    .refine(isStrongKeyring, 'must hold 32 random bytes per key, not text and not an example')
    .meta(KEYS_META),
})

export type WebEnv = Omit<z.output<typeof base>, 'PUBLIC_URL'> & { PUBLIC_URL: URL }

/**
 * @throws AppError `config` that lists every fault
 * @example const env = readWebEnv({ port: 3000 })
 */
export function readWebEnv(
  options: { port?: number } = {},
  variables: Record<string, string | undefined> = process.env,
): WebEnv {
  const schema = variables['NODE_ENV'] === 'production' ? production : base
  const env = parseEnv(schema, variables)
  const port = options.port ?? env.PORT
  return {
    ...env,
    PORT: port,
    PUBLIC_URL: new URL(env.PUBLIC_URL ?? `http://localhost:${String(port)}`),
  }
}
