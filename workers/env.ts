/** Environment of the worker process. */
import { z } from 'zod'
import { watchEnv } from '#integrations/kit/watch/env.ts'
import { messagingEnv } from '#integrations/messaging/env.ts'

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
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .default('http://localhost:3000')
    .meta({
      description: 'Address of the web process, for links in what we send',
      example: 'https://portal.example',
    }),
  OPERATOR_ALERT_EMAIL: z.email().optional().meta({
    description: 'Who gets a mail when a connection is parked; nobody when empty',
    example: 'on-call@halden.example',
  }),
  OPERATOR_ALERT_PHONE: text(
    'Who gets an SMS when a connection is parked (E.164); nobody when empty',
    '+4915112345678',
  ).optional(),
  ...messagingEnv.shape,
  ...watchEnv.shape,
})

export type WorkerEnv = z.output<typeof workerEnvSchema>
