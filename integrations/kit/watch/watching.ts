/** How a process is watched, from its environment: metrics on a port of their own, traces to a collector, or neither. */
import type { Logger } from '../logger.ts'
import type { WatchEnv } from './env.ts'
import { serveMetrics, type MetricsServer } from './metrics-server.ts'
import { createRegistry, type Registry } from './registry.ts'
import { startTracing, type Tracing } from './tracing.ts'

export interface Watching {
  /** Null: nobody asks for metrics, so nothing is counted. */
  registry: Registry | null
  tracing: Tracing
  isTraced: boolean
  /**
   * From here on metrics are answered.
   *
   * @param more text of others in the same format
   * @throws the system's error when the port cannot be used
   */
  serve(more?: () => Promise<string>): Promise<void>
  close(): Promise<void>
}

/**
 * @param service how the process is named in traces, e.g. `portside-web`
 * @example const watching = await startWatching('portside-web', env, log)
 */
export async function startWatching(
  service: string,
  env: WatchEnv,
  log: Logger,
): Promise<Watching> {
  const { METRICS_PORT: port, METRICS_HOST: host } = env
  const registry = port === undefined ? null : createRegistry()
  const tracing = await startTracing(service, env)
  let server: MetricsServer | undefined
  return {
    registry,
    tracing,
    isTraced: env.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined,
    async serve(more) {
      if (port === undefined || registry === null) return
      server = await serveMetrics({ port, host, registry, log, ...(more && { more }) })
      log.info({ port: server.port, host }, 'metrics are served')
    },
    async close() {
      await server?.close()
      await tracing.close()
    },
  }
}
