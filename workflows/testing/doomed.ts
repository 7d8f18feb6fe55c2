/**
 * A process that dies at one of its steps, without one: what it does there never ends, nothing of it goes on, and
 * PostgreSQL ends its connections as it does when it hears no more of a client.
 */
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { createDatabase, type Database } from '#db/client.ts'
import { withSystem } from '#db/system/system.ts'
import type { Hub } from './hub.ts'

/** Dies before or after the step of this place, from 0; without one it lives. */
export interface Death {
  place: number
  when: 'before' | 'after'
}

export interface Doomed {
  /** Its own connections. Every commit is a step. */
  db: Database
  /** What it has begun, in order. */
  readonly steps: readonly string[]
  /** Something that reaches beyond the process is a step as well. */
  step: <T>(name: string, work: () => Promise<T>) => Promise<T>
  /** Resolves when the work is done or the process is dead and its connections are gone. */
  live(work: () => Promise<void>): Promise<'done' | 'died'>
}

/** @param hub whose worker it is, and whose own connections bury it */
export function createDoomed(hub: Pick<Hub, 'workerUrl' | 'db'>, death?: Death): Doomed {
  const name = `doomed-${randomBytes(4).toString('hex')}`
  const own = createDatabase({ url: hub.workerUrl, name, max: 4 })
  const steps: string[] = []
  const end = Promise.withResolvers<'died'>()
  let dead = false
  const isDead = (): boolean => dead
  const never = <T>(): Promise<T> => new Promise<T>(() => undefined)
  const die = <T>(): Promise<T> => {
    dead = true
    end.resolve('died')
    return never()
  }
  const step = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    if (isDead()) return never()
    const place = steps.push(what) - 1
    if (death?.place === place && death.when === 'before') return die()
    const result = await work()
    if (isDead()) return never()
    return death?.place === place ? die() : result
  }
  return {
    steps,
    step,
    db: {
      ...own,
      driver: watched(own.driver, { step, mayGoOn: () => (isDead() ? never() : null) }),
    },
    async live(work) {
      const result = await Promise.race([work().then(() => 'done' as const), end.promise])
      if (result === 'died') await cutConnections(hub.db, name)
      else await own.close()
      return result
    },
  }
}

interface Watch {
  step: Doomed['step']
  /** Waits for ever when the process is dead. */
  mayGoOn: () => Promise<void> | null
}

function watched(driver: Database['driver'], { step, mayGoOn }: Watch): Database['driver'] {
  return {
    init: () => driver.init(),
    async acquireConnection() {
      await mayGoOn()
      return driver.acquireConnection()
    },
    beginTransaction: (connection, settings) => driver.beginTransaction(connection, settings),
    commitTransaction: (connection) => step('commit', () => driver.commitTransaction(connection)),
    rollbackTransaction: (connection) => driver.rollbackTransaction(connection),
    releaseConnection: (connection) => driver.releaseConnection(connection),
    destroy: () => driver.destroy(),
  }
}

/**
 * As PostgreSQL ends them, all of this `application_name`. Resolves when they are gone, so that no lock of theirs is in
 * anybody's way. @param db of the same role, under another name
 */
export async function cutConnections(db: Database, name: string): Promise<void> {
  await withSystem(db, (trx) =>
    sql`select pg_terminate_backend(pid, 5000) from pg_stat_activity
      where application_name = ${name} and datname = current_database()`.execute(trx),
  )
}
