/**
 * `npm run soak [-- --minutes 10]`: a fifth of what the system can take, for as long as it is told, and whether
 * anything grows meanwhile: the memory of each process, database connections, open workflows. One JSON line for each;
 * exit code 1 where one does. A run of minutes cannot tell a leak of megabytes from noise, and says so.
 */
import { parseArgs } from 'node:util'
import { setTimeout as sleep } from 'node:timers/promises'
import { startStandaloneStack } from '#web/e2e/stack/standalone-stack.ts'
import { buildWeb } from '../../dev/web-build.ts'
import { findCapacity, startLoad } from './load.ts'
import { createOrders } from './orders.ts'
import { verdictOf } from './verdict.ts'
import { startWatch, type Seen } from './watch.ts'

const SHARE = 0.2
/** What a process fills once (caches, pools, compiled code) is no growth. */
const WARM_UP = 1 / 3
const LOOKS = 720
const SHORTEST_LOOK_MS = 2_000

const log = (line: string): boolean => process.stderr.write(`${line}\n`)
const { values } = parseArgs({ options: { minutes: { type: 'string', default: '3' } } })
const minutes = Number(values.minutes)
if (!(minutes > 0 && minutes < 10_000)) {
  log('Usage: npm run soak -- [--minutes 3]')
  process.exit(2)
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130))

await buildWeb({ log })
log('Starting PostgreSQL, Temporal, sandbox, worker and web')
const stack = await startStandaloneStack(() => undefined)
try {
  const watch = await startWatch(stack)
  const orders = await createOrders(stack)
  const capacity = await findCapacity(stack, orders)
  const rate = capacity * SHARE
  log(`${capacity.toFixed(0)} events/s in a burst; ${rate.toFixed(1)} events/s for ${minutes} min`)
  const load = startLoad(stack, orders, rate)
  const lastsMs = minutes * 60_000
  const everyMs = Math.max(lastsMs / LOOKS, SHORTEST_LOOK_MS)
  const startedAt = performance.now()
  const seen: Seen[] = []
  while (performance.now() - startedAt < lastsMs) {
    await sleep(everyMs)
    if (performance.now() - startedAt > lastsMs * WARM_UP) seen.push(await watch.look())
  }
  await load.stop()
  await watch.close()
  const { lines, isSteady } = verdictOf(seen)
  for (const line of [{ minutes, rate, ...load.done }, ...lines]) {
    process.stdout.write(`${JSON.stringify(line)}\n`)
  }
  process.exitCode = isSteady ? 0 : 1
} finally {
  await stack.close()
}
