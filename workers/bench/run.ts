/**
 * `npm run bench [-- name …]`: one JSON line per figure on stdout and nothing else; progress goes to stderr. `sso`
 * stands for all figures whose name begins with it. `--write` leaves them in BENCHMARKS.md as well.
 * Everything runs against services of its own, which end with it.
 */
import { buildWeb } from '../dev/web-build.ts'
import { startBenchStack } from './bench-stack.ts'
import { writeBenchmarks, type Row } from './benchmarks-page.ts'
import { measure } from './figure.ts'
import { FIGURES } from './figures.ts'

/** For one figure, and for the start. */
const LIMIT_MINUTES = 15

const log = (line: string): boolean => process.stderr.write(`${line}\n`)
const wanted = process.argv.slice(2).filter((arg) => arg !== '--write')
const writes = process.argv.includes('--write')
const stands =
  (asked: string) =>
  (name: string): boolean =>
    name === asked || name.startsWith(`${asked}-`)
const unknown = wanted.filter((asked) => !Object.keys(FIGURES).some(stands(asked)))
if (unknown.length > 0) {
  log(`No figure ${unknown.join(', ')}. There are: ${Object.keys(FIGURES).join(', ')}.`)
  process.exit(2)
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130))

/** Children die with this process (see startChild), so a bench that hangs leaves nothing behind either. */
function limit(what: string): NodeJS.Timeout {
  const end = (): never => {
    log(`${what} took longer than ${LIMIT_MINUTES} minutes.`)
    process.exit(1)
  }
  return setTimeout(end, LIMIT_MINUTES * 60_000).unref()
}

const starting = limit('The start')
await buildWeb({ log })
log('Starting PostgreSQL, Temporal, sandbox, worker and web')
const bench = await startBenchStack(log)
clearTimeout(starting)
const rows: Row[] = []
try {
  for (const [name, entry] of Object.entries(FIGURES)) {
    if (wanted.length > 0 && !wanted.some((asked) => stands(asked)(name))) continue
    const limited = limit(name)
    const prepared = await entry.prepare(bench)
    try {
      const measured = await measure(prepared.figure, log)
      process.stdout.write(`${JSON.stringify(measured)}\n`)
      rows.push({ ...entry, measured })
    } finally {
      await prepared.close()
      clearTimeout(limited)
    }
  }
  if (writes) await writeBenchmarks(rows)
} finally {
  await bench.close()
}
