/** The demo of an instance: seeded once, remembered with its sign-ins, and joined to the sandbox at every start. */
import path from 'node:path'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { z } from 'zod'
import { childEnv, projectDir } from '../env.ts'
import { withClient } from './database.ts'
import { factsOf, type Instance } from './instance.ts'
import { readPrivate, writePrivate } from './private-file.ts'
import { environmentOf } from './process-env.ts'

const demoSchema = z.object({
  members: z.array(
    z.object({ email: z.string(), password: z.string(), tenant: z.string(), role: z.string() }),
  ),
  // Instances that were seeded before there was a console remember no staff.
  staff: z
    .array(z.object({ email: z.string(), password: z.string(), role: z.string() }))
    .default([]),
  connections: z.array(z.object({ id: z.string(), source: z.string() })),
})
export type Demo = z.infer<typeof demoSchema>

const run = promisify(execFile)
const fileOf = (dataDir: string): string => path.join(dataDir, 'demo.json')

/** What an earlier start seeded. */
export function findDemo(dataDir: string): Demo | undefined {
  return readPrivate(fileOf(dataDir), demoSchema)
}

/** Tenants, people, links and the connection; the orders themselves come from the sandbox by the first backfill. */
export async function seedDemo(instance: Instance): Promise<Demo> {
  const known = findDemo(instance.dataDir)
  if (known) return known
  const { stdout } = await run(process.execPath, ['db/seed.ts', '--json'], {
    cwd: projectDir,
    env: childEnv(environmentOf('db:seed', factsOf(instance))),
    maxBuffer: 64 * 2 ** 20,
  })
  const demo = demoSchema.parse(JSON.parse(stdout))
  writePrivate(fileOf(instance.dataDir), demo)
  return demo
}

/** The sandbox's port may be another one than last time, and so may ours: both sides are told. */
export async function joinSandbox(instance: Instance, demo: Demo): Promise<void> {
  const { dsn, sandboxUrl } = factsOf(instance)
  const connection = demo.connections.find(({ source }) => source === 'orders')
  if (!connection || !dsn || !sandboxUrl) return
  await withClient(dsn.worker, (client) =>
    client.query('update connections set base_url = $2 where id = $1 and base_url <> $2', [
      connection.id,
      `${sandboxUrl}/orders`,
    ]),
  )
  const response = await fetch(`${sandboxUrl}/control/webhooks/orders`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      url: `${instance.web.url}/webhooks/orders/${connection.id}`,
      secret: instance.secrets.ordersWebhookSecret,
    }),
    signal: AbortSignal.timeout(10_000),
  })
  if (!response.ok) {
    throw new Error(`The sandbox refused the webhook address (${response.status}).`)
  }
}
