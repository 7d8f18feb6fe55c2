/** Environment of the worker process. */
import { z } from 'zod'

const text = (description: string, example: string): z.ZodString =>
  z.string().min(1).meta({ description, example })

export const workerEnvSchema = z.object({
  DATABASE_WORKER_URL: text(
    'PostgreSQL as the role portside_worker',
    'postgres://portside_worker:secret@localhost:5432/portside',
  ),
  TEMPORAL_ADDRESS: text('Temporal frontend, host:port', 'localhost:7233'),
  TEMPORAL_NAMESPACE: z
    .string()
    .min(1)
    .default('default')
    .meta({ description: 'Temporal namespace', example: 'default' }),
  TEMPORAL_API_KEY: text('API key of a hosted Temporal', 'eyJhbGciOi…').optional(),
  TEMPORAL_TLS_CA: text(
    'PEM file of the authority that signed the Temporal server',
    '/etc/ssl/temporal-ca.pem',
  ).optional(),
  TEMPORAL_TLS_CERT: text('PEM file of the client certificate', '/etc/ssl/worker.pem').optional(),
  TEMPORAL_TLS_KEY: text('PEM file of the client key', '/etc/ssl/worker.key').optional(),
  ENCRYPTION_KEYS: text(
    'Key-encryption keys, the current one first: id:base64 of 32 bytes, separated by commas',
    'k1:bm90IGEgcmVhbCBrZXksIDMyIGJ5dGVzIGxvbmchISE=',
  ),
  PORTSIDE_DATA_DIR: z
    .string()
    .min(1)
    .default('.portside')
    .meta({ description: 'Folder for state and caches', example: '.portside' }),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace'])
    .default('info')
    .meta({ description: 'Least level that is logged', example: 'info' }),
})

export type WorkerEnv = z.output<typeof workerEnvSchema>
