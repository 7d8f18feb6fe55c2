/** Whether each process would find what it needs: in the environment, or in the runtime of a running instance. */
import { childEnv, dataDir } from '../env.ts'
import { environmentOf, NAMES, type ProcessName } from '../supervisor/process-env.ts'
import type { Runtime } from '../supervisor/state/runtime-file.ts'
import { findSecrets } from '../supervisor/state/secrets.ts'
import type { Finding } from './checks.ts'

// The first connection of a source may also be made in the console, so these may be absent.
const OPTIONAL: readonly string[] = [
  ...['ORDERS_API_BASE', 'ORDERS_API_TOKEN', 'ORDERS_WEBHOOK_SECRET', 'TEMPORAL_NAMESPACE'],
  ...['OPERATOR_NAME', 'OPERATOR_ALERT_EMAIL', 'OPERATOR_ALERT_PHONE', 'PORTSIDE_DATA_DIR', 'PORT'],
  // A channel that is not configured sends nothing.
  ...['SMTP_URL', 'MAIL_FROM', 'TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_FROM'],
  'TWILIO_API_BASE',
  'METRICS_PORT',
]

export function checkEnvironments({ postgres, temporal, sandbox, web }: Runtime): Finding[] {
  const environment = childEnv({})
  const secrets = findSecrets(dataDir)
  // Nothing was ever started and nothing is configured: npm start makes all of it up.
  const untouched = !secrets && !environment['DATABASE_URL'] && !environment['DATABASE_WORKER_URL']
  if (untouched || !secrets) {
    const says = 'nothing configured; npm start makes up what it needs'
    return untouched ? [{ name: 'environment', ok: true, says }] : reportBare(environment)
  }
  const facts = {
    dataDir,
    secrets,
    dsn: postgres?.dsn,
    temporal,
    sandboxUrl: sandbox?.url,
    smtpUrl: sandbox?.smtp,
    web: web && { port: Number(new URL(web.url).port || 80), url: web.url },
  }
  // Without a running instance the DSNs are simply not there yet: that is no fault.
  if (!postgres) return [{ name: 'environment', ok: true, says: 'npm start knows the rest' }]
  return (['web', 'worker'] as const).map((name) =>
    report(name, { ...environmentOf(name, facts), ...environment }),
  )
}

function reportBare(environment: NodeJS.ProcessEnv): Finding[] {
  return (['web', 'worker'] as const).map((name) => report(name, environment))
}

function report(name: ProcessName, known: Record<string, string | undefined>): Finding {
  const missing = NAMES[name].filter((key) => !OPTIONAL.includes(key) && !known[key])
  return {
    name: `env of ${name}`,
    ok: missing.length === 0,
    says: missing.length === 0 ? 'complete' : `without ${missing.join(', ')}`,
    helps: 'set them (see .env.example), or run npm start',
  }
}
