/** Temporal's native part as this process uses it: logs through our logger, and leaves signals to main.ts. */
import { readFile } from 'node:fs/promises'
import type { TLSConfig } from '@temporalio/client'
import { Runtime, type LogLevel, type LogMetadata } from '@temporalio/worker'
import type { Logger } from '#integrations/kit/logger.ts'
import type { WorkerEnv } from './env.ts'

let installed = false

/**
 * Once per process, before anything else of the SDK; a second call does nothing.
 *
 * @param metricsAddress host:port at which the SDK serves its own metrics; it keeps none without
 */
export function installTemporalRuntime(logger: Logger, metricsAddress?: string): void {
  if (installed) return
  installed = true
  const to = (level: 'debug' | 'info' | 'warn' | 'error') => {
    return (message: string, facts?: LogMetadata): void => logger[level](facts ?? {}, message)
  }
  const log = { debug: to('debug'), info: to('debug'), warn: to('warn'), error: to('error') }
  Runtime.install({
    // The SDK tells at "info" about every change of its own state; that is for those who look for a fault.
    logger: {
      log: (level: LogLevel, message: string, facts?: LogMetadata) =>
        log[levelOf(level)](message, facts),
      trace: log.debug,
      ...log,
    },
    // Else the SDK stops its workers by itself on SIGTERM, before the sweeper and in an order of its own.
    shutdownSignals: [],
    ...(metricsAddress !== undefined && {
      telemetryOptions: { metrics: { prometheus: { bindAddress: metricsAddress } } },
    }),
  })
}

function levelOf(level: LogLevel): 'debug' | 'info' | 'warn' | 'error' {
  return level === 'TRACE'
    ? 'debug'
    : ({ DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const)[level]
}

type TlsEnv = Pick<
  WorkerEnv,
  'TEMPORAL_API_KEY' | 'TEMPORAL_TLS_CA' | 'TEMPORAL_TLS_CERT' | 'TEMPORAL_TLS_KEY'
>

/** TLS as configured; a hosted Temporal with an API key always speaks it. */
export async function readTemporalTls(env: TlsEnv): Promise<TLSConfig | undefined> {
  const read = (file: string | undefined): Promise<Buffer> | undefined =>
    file ? readFile(file) : undefined
  const [ca, crt, key] = await Promise.all([
    read(env.TEMPORAL_TLS_CA),
    read(env.TEMPORAL_TLS_CERT),
    read(env.TEMPORAL_TLS_KEY),
  ])
  if (!ca && !crt && !env.TEMPORAL_API_KEY) return undefined
  return {
    ...(ca ? { serverRootCACertificate: ca } : {}),
    ...(crt && key ? { clientCertPair: { crt, key } } : {}),
  }
}
