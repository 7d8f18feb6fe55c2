/** The environment of the sandbox process: the whole of it. */
import { z } from 'zod'

export const sandboxEnv = z.object({
  PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(4010)
    .meta({ description: 'Port the sandbox listens on, on 127.0.0.1 only', example: '4010' }),
  PORTSIDE_DATA_DIR: z
    .string()
    .default('.portside')
    .meta({ description: 'Folder that holds all state of this machine', example: '.portside' }),
  ORDERS_API_TOKEN: z
    .string()
    .min(8)
    .default('sandbox-orders-token')
    .meta({ description: 'Bearer token the Orders API accepts', example: 'a-long-random-text' }),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
    .default('info')
    .meta({ description: 'Least level of what is logged', example: 'info' }),
})
