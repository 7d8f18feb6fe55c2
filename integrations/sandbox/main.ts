/** Starts the sandbox as a process of its own; ends cleanly on SIGTERM and SIGINT. */
import { join } from 'node:path'
import { parseEnv } from '../kit/env.ts'
import { createLogger } from '../kit/logger.ts'
import { createSandbox } from './create-sandbox.ts'
import { sandboxEnv } from './env.ts'

const env = parseEnv(sandboxEnv, process.env)
const log = createLogger('sandbox', env.LOG_LEVEL)
const sandbox = await createSandbox({
  port: env.PORT,
  dataDir: join(env.PORTSIDE_DATA_DIR, 'sandbox'),
  smtpPort: env.SMTP_PORT,
  token: env.ORDERS_API_TOKEN,
  stripeSecretKey: env.STRIPE_SECRET_KEY,
  hubspotAccessToken: env.HUBSPOT_ACCESS_TOKEN,
  twilioAccountSid: env.TWILIO_ACCOUNT_SID,
  twilioAuthToken: env.TWILIO_AUTH_TOKEN,
  demo: true,
  log,
})
log.info({ url: sandbox.url, smtp: sandbox.smtpUrl }, 'sandbox ready')

let closing = false
const stop = (signal: string) => {
  if (closing) return
  closing = true
  log.info({ signal }, 'sandbox stops')
  void sandbox.close().then(() => process.exit(0))
}
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
