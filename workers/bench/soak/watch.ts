/** What may grow while a system runs, looked at from outside. */
import { Client, Connection } from '@temporalio/client'
import type { StandaloneStack } from '#web/e2e/stack/standalone-stack.ts'
import { residentKb } from '../scale/resident.ts'

/** Of which a soak tells memory. */
export const PROCESSES = ['worker', 'web'] as const

export interface Seen {
  /** Milliseconds, of a clock that does not jump. */
  at: number
  residentKb: Record<(typeof PROCESSES)[number], number>
  /** Of Portside's processes to its database. */
  connections: number
  workflows: number
}

export interface Watch {
  /** @throws Error when a process is gone */
  look(): Promise<Seen>
  close(): Promise<void>
}

export async function startWatch(stack: StandaloneStack): Promise<Watch> {
  const connection = await Connection.connect({ address: stack.temporal.address })
  const client = new Client({ connection, namespace: stack.temporal.namespace })
  const resident = (name: (typeof PROCESSES)[number]): Promise<number> => {
    const pid = stack.processes[name].pid()
    if (pid === undefined) throw new Error(`The ${name} has ended.`)
    return residentKb(pid)
  }
  return {
    async look() {
      const [row] = await stack.readModel.query<{ n: string }>(
        `select count(*) as n from pg_stat_activity
         where datname = current_database() and application_name like 'portside%'`,
      )
      const open = await client.workflow.count(`ExecutionStatus = 'Running'`)
      return {
        at: performance.now(),
        residentKb: { worker: await resident('worker'), web: await resident('web') },
        connections: Number(row?.n),
        workflows: open.count,
      }
    },
    close: () => connection.close(),
  }
}
