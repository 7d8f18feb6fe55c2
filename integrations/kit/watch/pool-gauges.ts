/** Connections of a process to PostgreSQL, read when somebody scrapes. */
import { Gauge, type Registry } from 'prom-client'

/** What a pool of pg tells of itself. */
export interface PoolFacts {
  totalCount: number
  idleCount: number
  waitingCount: number
}

/** @param pools by the name they are shown under */
export function registerPoolGauges(
  registry: Registry,
  pools: Readonly<Record<string, PoolFacts>>,
): void {
  new Gauge({
    name: 'portside_pg_pool_connections',
    help: 'Connections of a pool to PostgreSQL that are in use or idle',
    labelNames: ['pool', 'state'],
    registers: [registry],
    collect() {
      for (const [pool, { totalCount, idleCount }] of Object.entries(pools)) {
        this.set({ pool, state: 'idle' }, idleCount)
        this.set({ pool, state: 'used' }, totalCount - idleCount)
      }
    },
  })
  new Gauge({
    name: 'portside_pg_pool_waiting',
    help: 'Requests that wait for a connection of a pool',
    labelNames: ['pool'],
    registers: [registry],
    collect() {
      for (const [pool, { waitingCount }] of Object.entries(pools)) this.set({ pool }, waitingCount)
    },
  })
}
