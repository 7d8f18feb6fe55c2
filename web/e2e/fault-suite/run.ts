/**
 * `npm run faults [-- --seed N --objects 1000 --histories 5 --kills 20 --minutes 10]`: whether the read model ends up
 * as what the sources hold, whatever is lost, doubled, shuffled, killed or frozen on the way. Everything it needs it
 * starts itself; exit code 1 with the differences by name. The same seed gives the same lives, faults and blows.
 */
import fs from 'node:fs/promises'
import path from 'node:path'
import { buildWeb } from '#workers/dev/web-build.ts'
import { startStandaloneStack } from '../stack/standalone-stack.ts'
import { readOptions } from './options.ts'
import { runSuite } from './suite.ts'
import { mirroredTables } from './tables.ts'
import { tracesOf } from './traces.ts'

const options = readOptions(process.argv.slice(2))
const log = (line: string): void => void process.stdout.write(`${line}\n`)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130))

log(
  `seed ${options.seed}: ${options.objects} objects × ${options.histories}, ${options.kills} kills`,
)
await fs.rm(options.logDir, { recursive: true, force: true })
await fs.mkdir(options.logDir, { recursive: true })
await buildWeb({ log })
const stack = await startStandaloneStack(() => undefined, { replicas: 2, logDir: options.logDir })
try {
  const { lines, faults } = await runSuite({ stack, options, log })
  for (const line of [...lines, ...faults.slice(0, 50)]) log(line)
  await fs.writeFile(path.join(options.logDir, 'result.txt'), [...lines, ...faults].join('\n'))
  const traces = await tracesOf(stack.readModel, await mirroredTables(stack.readModel), faults)
  await fs.writeFile(path.join(options.logDir, 'traces.jsonl'), traces)
  log(
    faults.length === 0
      ? 'Everything converged.'
      : `${faults.length} faults; logs: ${options.logDir}`,
  )
  process.exitCode = faults.length === 0 ? 0 : 1
} finally {
  await stack.close()
}
