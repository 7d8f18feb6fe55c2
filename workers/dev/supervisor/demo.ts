/** The demo of an instance: seeded once, remembered with its sign-ins, and joined to the sandbox at every start. */
import path from 'node:path'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { z } from 'zod'
import { type Source, SOURCES } from '#workflows/contracts/sources.ts'
import { childEnv, projectDir } from '../env.ts'
import { withClient } from './database.ts'
import { factsOf, type Instance } from './instance.ts'
import { readPrivate, writePrivate } from './state/private-file.ts'
import { environmentOf } from './process-env.ts'

const demoSchema = z.object({
  members: z.array(
    z.object({ email: z.string(), password: z.string(), tenant: z.string(), role: z.string() }),
  ),
  // Instances that were seeded before there was a console remember no staff.
  staff: z
    .array(
      z.object({
        email: z.string(),
        password: z.string(),
        role: z.string(),
        totpSecret: z.string().nullable().default(null),
      }),
    )
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

const hasEverySource = ({ connections }: Demo): boolean =>
  SOURCES.every((wanted) => connections.some(({ source }) => source === wanted))

const hasFactors = ({ staff }: Demo): boolean =>
  staff.every(({ totpSecret }) => totpSecret !== null)

/**
 * Tenants, people, links and connections; records come from the sandbox by the first backfills. What an older
 * version seeded gets the sources that came later, since a second seed changes nothing of what is there.
 */
export async function seedDemo(instance: Instance): Promise<Demo> {
  const known = findDemo(instance.dataDir)
  if (known && hasEverySource(known) && hasFactors(known)) return known
  const { stdout } = await run(process.execPath, ['db/seed.ts', '--json'], {
    cwd: projectDir,
    env: childEnv(environmentOf('db:seed', factsOf(instance))),
    maxBuffer: 64 * 2 ** 20,
  })
  const demo = demoSchema.parse(JSON.parse(stdout))
  writePrivate(fileOf(instance.dataDir), demo)
  return demo
}

/** What each source signs its webhooks with, as the connection was seeded. */
const webhookSecretOf = ({ secrets }: Instance, source: Source): string =>
  ({
    orders: secrets.ordersWebhookSecret,
    stripe: secrets.stripeWebhookSecret,
    hubspot: secrets.hubspotClientSecret,
  })[source]

/** The sandbox's port may be another one than last time, and so may ours: both sides are told. */
export async function joinSandbox(instance: Instance, demo: Demo): Promise<void> {
  const { dsn, sandboxUrl } = factsOf(instance)
  if (!dsn || !sandboxUrl) return
  for (const source of SOURCES) {
    const connection = demo.connections.find((candidate) => candidate.source === source)
    if (!connection) continue
    const baseUrl = `${sandboxUrl}/${source}`
    await withClient(dsn.worker, (client) =>
      client.query('update connections set base_url = $2 where id = $1 and base_url <> $2', [
        connection.id,
        baseUrl,
      ]),
    )
    await registerWebhook(`${sandboxUrl}/control/webhooks/${source}`, {
      url: `${instance.web.url}/webhooks/${source}/${connection.id}`,
      secret: webhookSecretOf(instance, source),
    })
  }
}

async function registerWebhook(at: string, webhook: { url: string; secret: string }) {
  const response = await fetch(at, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(webhook),
    signal: AbortSignal.timeout(10_000),
  })
  if (!response.ok) {
    throw new Error(`The sandbox refused the webhook address (${response.status} at ${at}).`)
  }
}
