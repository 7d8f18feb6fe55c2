/**
 * `npm run counterparts`: the Stripe connector's reads against programs that play Stripe and are not ours. One line per
 * kind and way of reading; ends non-zero on a difference that nobody has explained, or on one that is gone.
 */
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { createHttpClient } from '#integrations/kit/http.ts'
import { stripe } from '#integrations/stripe/index.ts'
import type { Counterpart } from './counterparts/counterpart.ts'
import { install } from './counterparts/install.ts'
import { localstripe } from './counterparts/localstripe.ts'
import { readEverything, type Reading } from './counterparts/reading.ts'
import { stripeMock } from './counterparts/stripe-mock.ts'
import { childEnv } from './env.ts'
import { startChild } from './process/child.ts'
import { createLastLines } from './process/last-lines.ts'
import { findFreePort } from './process/ports.ts'
import { until } from './process/until.ts'

const COUNTERPARTS: readonly Counterpart[] = [stripeMock, localstripe]
const START_MS = 60_000

const log = (line: string): void => console.log(line)

/** Starts it on a free port, in a folder that goes with it, and reads everything it has. */
async function readFrom(counterpart: Counterpart): Promise<Reading[]> {
  const program = await install(counterpart, log)
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'portside-counterpart-'))
  const port = await findFreePort()
  const lines = createLastLines(6)
  const args = counterpart.args(port)
  const child = await startChild({
    ...{ command: program, args, cwd: folder, env: childEnv({}) },
    onLine: (line) => lines.add(line),
  })
  const base = `http://127.0.0.1:${port}`
  const { secretKey } = counterpart
  try {
    await until(() => answers(base + counterpart.ready, secretKey), {
      timeoutMs: START_MS,
      failed: () => (child.isRunning() ? undefined : new Error(lines.text())),
    })
    const ids = await counterpart.fill(base)
    const http = createHttpClient({ timeoutMs: 20_000 })
    return await readEverything(
      stripe.client({ baseUrl: base, credentials: { secretKey }, http }),
      ids,
    )
  } finally {
    await child.stop()
    await fs.rm(folder, { recursive: true, force: true })
  }
}

async function answers(url: string, secretKey: string): Promise<void> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${secretKey}` } })
  await response.text()
  if (!response.ok) throw new Error(`${url} answered ${response.status}`)
}

/** Prints one line per reading; false when one of them is not as it is known to be. */
function judge({ name, explained }: Counterpart, readings: readonly Reading[]): boolean {
  let good = true
  for (const { kind, way, read, mapped, difference } of readings) {
    const why = explained[`${kind} ${way}`]
    const counts = `${String(read).padStart(3)} read ${String(mapped).padStart(3)} mapped`
    const isKnown = (difference === null) === (why === undefined)
    good &&= isKnown
    const verdict =
      difference === null
        ? why === undefined
          ? 'ok'
          : `NO DIFFERENCE ANY MORE (${why})`
        : why === undefined
          ? `DIFFERS: ${difference}`
          : `known: ${why} (${difference})`
    log(`  ${name.padEnd(12)} ${kind.padEnd(15)} ${way.padEnd(7)} ${counts}  ${verdict}`)
  }
  return good
}

let good = true
for (const counterpart of COUNTERPARTS) {
  const readings = await readFrom(counterpart)
  log(`${counterpart.name} ${counterpart.version}: ${counterpart.about}`)
  good = judge(counterpart, readings) && good
}
log(good ? 'counterparts passed' : 'counterparts failed (see above)')
process.exitCode = good ? 0 : 1
