/** The environment of the sandbox process: the whole of it. */
import { z } from 'zod'
import { SANDBOX_TWILIO_SID, SANDBOX_TWILIO_TOKEN } from './messaging/stand-in.ts'

/** What the client libraries send; the demo makes up its own. */
const secret = (value: string, description: string) =>
  z.string().min(8).default(value).meta({ description, example: 'a-long-random-text' })

export const sandboxEnv = z.object({
  PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(4010)
    .meta({ description: 'Port the sandbox listens on, on 127.0.0.1 only', example: '4010' }),
  SMTP_PORT: z.coerce.number().int().min(0).max(65_535).default(0).meta({
    description: 'Port the sandbox receives mail on, on 127.0.0.1 only; 0 for any free one',
    example: '4025',
  }),
  PORTSIDE_DATA_DIR: z
    .string()
    .default('.portside')
    .meta({ description: 'Folder that holds all state of this machine', example: '.portside' }),
  ORDERS_API_TOKEN: secret('sandbox-orders-token', 'Bearer token the Orders API accepts'),
  STRIPE_SECRET_KEY: secret('sk_test_sandbox', 'Secret key Stripe’s stand-in accepts'),
  HUBSPOT_ACCESS_TOKEN: secret('pat-sandbox', 'Bearer token HubSpot’s stand-in accepts'),
  TWILIO_ACCOUNT_SID: secret(SANDBOX_TWILIO_SID, 'Account of Twilio’s stand-in'),
  TWILIO_AUTH_TOKEN: secret(SANDBOX_TWILIO_TOKEN, 'Auth token Twilio’s stand-in accepts'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
    .default('info')
    .meta({ description: 'Least level of what is logged', example: 'info' }),
})
