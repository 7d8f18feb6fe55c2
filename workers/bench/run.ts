/**
 * `npm run bench [-- name …]`: one JSON line per figure on stdout and nothing else; progress goes to stderr. `sso`
 * stands for all figures whose name begins with it. `--write` leaves them in BENCHMARKS.md as well; `--records N` and
 * `--clients N` make the figures of growth and of streams larger or smaller than their goals are set for.
 * Everything runs against services of its own, which end with it.
 */
import { parseArgs } from 'node:util'
import { buildWeb } from '../dev/web-build.ts'
import { startBenchStack } from './bench-stack.ts'
import { writeBenchmark } from './benchmarks-page.ts'
import { measure, type Measured } from './figure.ts'
import { FIGURES, type FigureEntry } from './figures.ts'

/** For one figure, and for the start. */
const LIMIT_MINUTES = 15

const log = (line: string): boolean => process.stderr.write(`${line}\n`)
const { values, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: {
    write: { type: 'boolean', default: false },
    records: { type: 'string', default: '1000000' },
    clients: { type: 'string', default: '10000' },
  },
})
const sizes = { records: Number(values.records), clients: Number(values.clients) }
if (!Object.values(sizes).every((size) => Number.isSafeInteger(size) && size > 0)) {
  log('--records and --clients are whole numbers.')
  process.exit(2)
}
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
const bench = await startBenchStack(log, sizes)
clearTimeout(starting)
const names = Object.keys(FIGURES)
const failed: string[] = []
try {
  for (const [name, entry] of Object.entries(FIGURES)) {
    if (wanted.length > 0 && !wanted.some((asked) => stands(asked)(name))) continue
    const limited = limit(name)
    try {
      const measured = await take(entry)
      process.stdout.write(`${JSON.stringify(measured)}\n`)
      if (values.write) await writeBenchmark(entry, measured, names)
    } catch (error) {
      // The other figures are worth the time that the start took.
      log(`${name} broke off: ${error instanceof Error ? error.message : String(error)}`)
      failed.push(name)
    } finally {
      clearTimeout(limited)
    }
  }
} finally {
  await bench.close()
}
if (failed.length > 0) log(`Not measured: ${failed.join(', ')}.`)
process.exitCode = failed.length === 0 ? 0 : 1

async function take(entry: FigureEntry): Promise<Measured> {
  const prepared = await entry.prepare(bench)
  try {
    return await measure(prepared.figure, log)
  } finally {
    await prepared.close()
  }
}
