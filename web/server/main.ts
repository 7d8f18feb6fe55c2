/**
 * The web process. It refuses to run as a role that row level security would not bind, starts without Temporal,
 * and on SIGTERM stops taking requests, ends its streams and lets running requests finish.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { createDatabase } from '#db/client.ts'
import { assertBoundRole } from '#db/rls.ts'
import { createLogger, type Logger } from '#integrations/kit/logger.ts'
import { startWatching } from '#integrations/kit/watch/watching.ts'
import { AppError } from '#workflows/contracts/errors.ts'
import { createGateway, type Gateway } from '#workflows/gateway.ts'
import { createResolveTxt } from '../auth/sso/domain-proof.ts'
import type { TemporalUi } from '../trpc/admin/temporal-ui.ts'
import { createApp } from './app.ts'
import { createServices } from './deps.ts'
import { readWebEnv, type WebEnv } from './env.ts'
import { toAppError } from './failure.ts'
import { createHttpServer, shutDown, wellFormedOnly } from './http-server.ts'
import { createPages } from './pages.ts'

const projectDir = path.resolve(import.meta.dirname, '../..')
/** How long a start waits for PostgreSQL, in milliseconds. */
const START_PATIENCE_MS = 60_000

function portOption(): { port?: number } {
  const { values } = parseArgs({ options: { port: { type: 'string' } }, strict: true })
  if (values.port === undefined) return {}
  const port = Number(values.port)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new AppError('config', '--port must be a number from 0 to 65535.')
  }
  return { port }
}

function gatewayOf(env: WebEnv, logger: Logger): Gateway {
  const pem = (file: string): Buffer => readFileSync(file)
  const { TEMPORAL_TLS_CA: ca, TEMPORAL_TLS_CERT: cert, TEMPORAL_TLS_KEY: key } = env
  return createGateway({
    address: env.TEMPORAL_ADDRESS,
    namespace: env.TEMPORAL_NAMESPACE,
    logger,
    ...(env.TEMPORAL_API_KEY === undefined ? {} : { apiKey: env.TEMPORAL_API_KEY, tls: true }),
    ...(ca === undefined && cert === undefined
      ? {}
      : {
          tls: {
            ...(ca === undefined ? {} : { serverRootCACertificate: pem(ca) }),
            ...(cert === undefined || key === undefined
              ? {}
              : { clientCertPair: { crt: pem(cert), key: pem(key) } }),
          },
        }),
  })
}

function temporalUiOf(env: WebEnv): TemporalUi | null {
  if (env.TEMPORAL_UI_URL === undefined) return null
  return { url: new URL(env.TEMPORAL_UI_URL), namespace: env.TEMPORAL_NAMESPACE }
}

/** Asks until PostgreSQL answers: on one machine everything starts at once. */
async function checkRole(url: string, log: Logger): Promise<void> {
  const db = createDatabase({ url, name: 'portside-web-start', max: 1 })
  const until = Date.now() + START_PATIENCE_MS
  try {
    for (;;) {
      try {
        await assertBoundRole(db)
        return
      } catch (error) {
        const known = toAppError(error)
        if (known.code !== 'unavailable' || Date.now() > until) throw error
        log.warn('PostgreSQL does not answer yet; trying again')
        await new Promise((resolve) => setTimeout(resolve, 1_000))
      }
    }
  } finally {
    await db.close()
  }
}

async function main(): Promise<void> {
  const env = readWebEnv(portOption())
  const log = createLogger('web', env.LOG_LEVEL)
  await checkRole(env.DATABASE_URL, log)
  const staffUrl = env.DATABASE_STAFF_URL ?? null
  if (staffUrl === null) log.info('DATABASE_STAFF_URL is not set: there is no console here')
  else await checkRole(staffUrl, log)
  const watching = await startWatching('portside-web', env, log)
  const { registry, isTraced } = watching
  const gateway = gatewayOf(env, log)
  const { parts, close } = createServices({
    databaseUrl: env.DATABASE_URL,
    listenUrl: env.DATABASE_LISTEN_URL ?? env.DATABASE_URL,
    staffUrl,
    temporalUi: temporalUiOf(env),
    encryptionKeys: env.ENCRYPTION_KEYS,
    publicUrl: env.PUBLIC_URL,
    trustedProxies: env.TRUSTED_PROXIES,
    operatorName: env.OPERATOR_NAME,
    privateOrigins: env.ALLOWED_PRIVATE_ORIGINS,
    resolveTxt: createResolveTxt(env.DNS_TXT_API),
    development: env.NODE_ENV !== 'production',
    gateway,
    log,
    ...((registry !== null || isTraced) && { watch: { registry } }),
  })
  await watching.serve()
  const server = createHttpServer()
  const pages = await createPages({ projectDir, parts, server })
  server.on('request', wellFormedOnly(createApp({ ...parts, ...pages })))
  server.on('error', (error) => {
    log.fatal({ err: error }, 'the port cannot be used')
    process.exit(1)
  })
  server.listen(env.PORT, () => {
    log.info({ port: env.PORT, url: env.PUBLIC_URL.href }, 'web is ready')
  })
  const stop = async (): Promise<void> => {
    await shutDown(server, async () => {
      await close()
      await Promise.all([pages.close(), gateway.close(), watching.close()])
    })
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    // Vite would end the process at once; how it ends is decided here.
    process.removeAllListeners(signal)
    process.once(signal, () => void stop())
  }
}

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : 'The web process could not start.'
  const own = error instanceof AppError
  process.stderr.write(`${own ? message : `The web process could not start: ${message}`}\n`)
  process.exit(1)
})
