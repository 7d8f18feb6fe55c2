/**
 * The peer of what is measured with Stripe: Supabase's Stripe sync engine in a process of its own. POST an array of
 * events to `/events`, and it applies them twenty at a time, each customer read again before; POST to `/backfill`, and
 * it lists all invoices. It answers milliseconds. Usage: stripe.peer.ts DATABASE_URL [URL_OF_STRIPE]
 */
import http from 'node:http'
import { createRequire } from 'node:module'
import type * as Peer from '@supabase/stripe-sync-engine'
import Stripe from 'stripe'
import { z } from 'zod'

// As CommonJS: its other build does not find its own migrations.
const load = createRequire(import.meta.url)
const { runMigrations, StripeSync } = load('@supabase/stripe-sync-engine') as typeof Peer
const SIDE_BY_SIDE = 20
const KEY = 'sk_test_unused'
const [databaseUrl = '', stripeUrl] = process.argv.slice(2)
await runMigrations({ databaseUrl, schema: 'stripe' })
const sync = new StripeSync({
  poolConfig: { connectionString: databaseUrl, max: SIDE_BY_SIDE },
  stripeSecretKey: KEY,
  stripeWebhookSecret: 'whsec_unused',
  backfillRelatedEntities: false,
  revalidateObjectsViaStripeApi: ['customer'],
})
if (stripeUrl !== undefined) {
  const { hostname, port } = new URL(stripeUrl)
  sync.stripe = new Stripe(KEY, { host: hostname, port, protocol: 'http', telemetry: false })
}
const events = z.array(z.custom<Stripe.Event>((value) => typeof value === 'object'))

async function apply(all: Stripe.Event[]): Promise<void> {
  const next = all[Symbol.iterator]()
  const work = async (): Promise<void> => {
    for (const event of next) await sync.processEvent(event)
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work))
}

async function read(request: http.IncomingMessage): Promise<Stripe.Event[]> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return events.parse(JSON.parse(Buffer.concat(chunks).toString()))
}

async function answer(request: http.IncomingMessage): Promise<number> {
  const all = request.url === '/events' ? await read(request) : undefined
  const start = performance.now()
  await (all ? apply(all) : sync.syncInvoices({ backfillRelatedEntities: false }))
  return performance.now() - start
}

const server = http.createServer((request, response) => {
  answer(request)
    .then((ms) => response.end(String(ms)))
    .catch((error: unknown) => response.writeHead(500).end(String(error)))
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.stdout.write(`port ${typeof address === 'object' ? (address?.port ?? 0) : 0}\n`)
})
