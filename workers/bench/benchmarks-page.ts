/**
 * BENCHMARKS.md, as runs of the bench write it, never by hand: each figure with the day it was taken. What a run did not
 * measure stays as it was, unless another machine had measured it.
 */
import os from 'node:os'
import fs from 'node:fs/promises'
import path from 'node:path'
import prettier from 'prettier'
import { projectDir } from '../dev/env.ts'
import type { Measured } from './figure.ts'
import type { FigureEntry } from './figures.ts'

const PAGE = path.join(projectDir, 'BENCHMARKS.md')

/** @param order names of all figures, as they shall stand */
export async function writeBenchmark(
  entry: FigureEntry,
  measured: Measured,
  order: readonly string[],
): Promise<void> {
  const machine = describeMachine()
  const before = await fs.readFile(PAGE, 'utf8').catch(() => '')
  const lines = before.includes(machine) ? linesOf(before) : new Map<string, string>()
  lines.set(measured.figure, lineOf(entry, measured))
  const inOrder = order.flatMap((name) => lines.get(name) ?? [])
  await fs.writeFile(PAGE, await formatted(pageOf(machine, inOrder)))
}

/** As `npm run check` wants it: a figure taken last must not turn the build red. */
async function formatted(page: string): Promise<string> {
  const options = await prettier.resolveConfig(PAGE)
  return prettier.format(page, { ...options, filepath: PAGE })
}

function linesOf(page: string): Map<string, string> {
  const found = page.matchAll(/^\| `(?<name>[^`]+)` .*$/gm)
  return new Map([...found].map(([line, name = '']) => [name, line]))
}

function lineOf(entry: FigureEntry, measured: Measured): string {
  const { figure, value, unit, floor, ratio } = measured
  const verdict = entry.isMet(measured) ? 'met' : '**not met**'
  const day = new Date().toISOString().slice(0, 10)
  const cells = [
    ...[`\`${figure}\``, entry.means, `${value} ${unit}`, floor, entry.against],
    ...[ratio, entry.goal, verdict, day],
  ]
  return `| ${cells.join(' | ')} |`
}

function describeMachine(): string {
  const [cpu] = os.cpus()
  const memory = `${Math.round(os.totalmem() / 2 ** 30)} GiB`
  return `${os.availableParallelism()} cores (${cpu?.model.trim() ?? 'unknown'}), ${memory}, ${os.type()} ${os.release()}, Node ${process.versions.node}`
}

const pageOf = (machine: string, lines: readonly string[]): string => `# Benchmarks

Written by \`npm run bench -- --write\` on a machine with ${machine}. PostgreSQL (commits reach the disk), Temporal, sandbox, worker, web and what they are held against share it.

A figure counts as a ratio to the floor or peer that was measured in turns with it: medians of five pairs. The figures themselves move with the machine; the ratio moves little. A *floor* is the shortest honest code for the same work and lies beside what it bounds (\`*.floor.ts\`); a *peer* is another project that does the work (\`*.peer.ts\`).

| figure | what | ours | against | which is | ratio | goal | | taken |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
${lines.join('\n')}
`
