/**
 * The metrics of one process. Labels are words of ours and ids of connections, never a tenant, a person or a raw
 * address: how many series there are must not depend on who uses the portal.
 */
import { collectDefaultMetrics, Registry } from 'prom-client'

export type { Registry } from 'prom-client'

/** Seconds; from a cached answer to what a person gives up on. */
export const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/**
 * With event-loop delay, memory and garbage collection of this process, which are measured from here on.
 *
 * @example const registry = createRegistry()
 */
export function createRegistry(): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 20 })
  return registry
}
