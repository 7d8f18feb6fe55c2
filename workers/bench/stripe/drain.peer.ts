/**
 * The peer of `drain`: Supabase's Stripe sync engine in a process of its own, twenty events at a time, each applied
 * as it came. Usage: drain.peer.ts DATABASE_URL; POST it an array of events, it answers milliseconds.
 */
import http from 'node:http'
import { createRequire } from 'node:module'
import type * as Peer from '@supabase/stripe-sync-engine'
import type Stripe from 'stripe'
import { z } from 'zod'

// As CommonJS: its other build does not find its own migrations.
const load = createRequire(import.meta.url)
const { runMigrations, StripeSync } = load('@supabase/stripe-sync-engine') as typeof Peer
const SIDE_BY_SIDE = 20
const [databaseUrl = ''] = process.argv.slice(2)
await runMigrations({ databaseUrl, schema: 'stripe' })
const sync = new StripeSync({
  poolConfig: { connectionString: databaseUrl, max: SIDE_BY_SIDE },
  stripeSecretKey: 'sk_test_unused',
  stripeWebhookSecret: 'whsec_unused',
  backfillRelatedEntities: false,
})
const events = z.array(z.custom<Stripe.Event>((value) => typeof value === 'object'))

async function apply(all: Stripe.Event[]): Promise<number> {
  const start = performance.now()
  const next = all[Symbol.iterator]()
  const work = async (): Promise<void> => {
    for (const event of next) await sync.processEvent(event)
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work))
  return performance.now() - start
}

async function read(request: http.IncomingMessage): Promise<Stripe.Event[]> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return events.parse(JSON.parse(Buffer.concat(chunks).toString()))
}

const server = http.createServer((request, response) => {
  read(request)
    .then(apply)
    .then((ms) => response.end(String(ms)))
    .catch((error: unknown) => response.writeHead(500).end(String(error)))
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.stdout.write(`port ${typeof address === 'object' ? (address?.port ?? 0) : 0}\n`)
})
