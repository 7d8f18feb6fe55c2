/**
 * `npm run bench [-- name …]`: one JSON line per figure on stdout and nothing else; progress goes to stderr. `sso`
 * stands for all figures whose name begins with it.
 * Everything runs against services of its own, which end with it.
 */
import { prepareListQuery } from '#db/bench/list-query.ts'
import { prepareIntake } from '#web/bench/intake.ts'
import { preparePage } from '#web/bench/page.ts'
import { prepareSignIn } from '#web/bench/sign-in.ts'
import { prepareOidc } from '#web/bench/sso/oidc.ts'
import { prepareSaml } from '#web/bench/sso/saml.ts'
import { buildWeb } from '../dev/web-build.ts'
import { startBenchStack, type BenchStack } from './bench-stack.ts'
import { prepareEventToBrowser } from './event-to-browser.ts'
import { prepareEventToClient } from './event-to-client.ts'
import { measure, type PreparedFigure } from './figure.ts'
import { prepareDrain } from './stripe/drain.ts'

// In this order: intake leaves a full inbox behind.
const FIGURES: Record<string, (bench: BenchStack) => Promise<PreparedFigure>> = {
  'list-query': prepareListQuery,
  page: preparePage,
  'sign-in': prepareSignIn,
  'sso-oidc': prepareOidc,
  'sso-saml': prepareSaml,
  'event-to-client': prepareEventToClient,
  'event-to-browser': prepareEventToBrowser,
  drain: prepareDrain,
  intake: prepareIntake,
}
const LIMIT_MS = 8 * 60_000

const log = (line: string): boolean => process.stderr.write(`${line}\n`)
const wanted = process.argv.slice(2)
const stands =
  (asked: string) =>
  (name: string): boolean =>
    name === asked || name.startsWith(`${asked}-`)
const unknown = wanted.filter((asked) => !Object.keys(FIGURES).some(stands(asked)))
if (unknown.length > 0) {
  log(`No figure ${unknown.join(', ')}. There are: ${Object.keys(FIGURES).join(', ')}.`)
  process.exit(2)
}

// Children die with this process (see startChild), so a bench that hangs leaves nothing behind either.
setTimeout(() => {
  log('The bench took longer than 8 minutes.')
  process.exit(1)
}, LIMIT_MS).unref()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130))

await buildWeb({ log })
log('Starting PostgreSQL, Temporal, sandbox, worker and web')
const bench = await startBenchStack(log)
try {
  for (const [name, prepare] of Object.entries(FIGURES)) {
    if (wanted.length > 0 && !wanted.some((asked) => stands(asked)(name))) continue
    const prepared = await prepare(bench)
    try {
      process.stdout.write(`${await measure(prepared.figure, log)}\n`)
    } finally {
      await prepared.close()
    }
  }
} finally {
  await bench.close()
}
