/** BENCHMARKS.md, as a run of the bench writes it: figures with machine and date, never by hand. */
import os from 'node:os'
import fs from 'node:fs/promises'
import path from 'node:path'
import { projectDir } from '../dev/env.ts'
import type { Measured } from './figure.ts'
import type { FigureEntry } from './figures.ts'

export type Row = FigureEntry & { measured: Measured }

export async function writeBenchmarks(rows: readonly Row[]): Promise<void> {
  const [cpu] = os.cpus()
  const machine = `${os.availableParallelism()} cores (${cpu?.model.trim() ?? 'unknown'}), ${Math.round(os.totalmem() / 2 ** 30)} GiB`
  const lines = rows.map(({ means, against, goal, measured, ...entry }) => {
    const { figure, value, unit, floor, ratio } = measured
    const verdict = entry.isMet(measured) ? 'met' : '**not met**'
    return `| \`${figure}\` | ${means} | ${value} ${unit} | ${floor} | ${against} | ${ratio} | ${goal} | ${verdict} |`
  })
  const text = `# Benchmarks

Written by \`npm run bench -- --write\` on ${new Date().toISOString().slice(0, 10)}: ${machine}, ${os.type()} ${os.release()}, Node ${process.versions.node}. PostgreSQL (commits reach the disk), Temporal, sandbox, worker, web and what they are held against share this machine.

A figure counts as a ratio to the floor or peer that was measured in turns with it: medians of five pairs. The figures themselves move with the machine; the ratio moves little. A *floor* is the shortest honest code for the same work and lies beside what it bounds (\`*.floor.ts\`); a *peer* is another project that does the work (\`*.peer.ts\`).

| figure | what | ours | against | which is | ratio | goal | |
| --- | --- | --- | --- | --- | --- | --- | --- |
${lines.join('\n')}
`
  await fs.writeFile(path.join(projectDir, 'BENCHMARKS.md'), text)
}
