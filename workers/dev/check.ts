/**
 * `npm run check`: format, lint, types, import rules and unit tests, side by side as far as there are cores.
 * Every tool that failed shows its output and is named at the end.
 */
import os from 'node:os'
import { spawn } from 'node:child_process'
import { childEnv, projectDir } from './env.ts'

interface Tool {
  name: string
  /** Run one after the other; the first that fails ends the tool. */
  commands: readonly (readonly string[])[]
}

interface Outcome {
  tool: Tool
  ok: boolean
  seconds: string
  output: string
}

// The slowest first, so that the short ones fill the gaps.
const TOOLS: readonly Tool[] = [
  { name: 'lint', commands: [['eslint', '.']] },
  { name: 'format', commands: [['prettier', '--check', '--log-level=warn', '.']] },
  { name: 'unit tests', commands: [['vitest', 'run', '--project', 'unit', '--reporter=dot']] },
  { name: 'types', commands: [['node', 'node_modules/typescript-native/bin/tsc']] },
  {
    name: 'import rules',
    commands: [
      ['depcruise', 'workflows', 'workers', 'web', 'integrations', 'db', 'temporal.config.ts'],
    ],
  },
]

/** What lint and types know of the pages' routes. */
const ROUTES: Tool = { name: 'route types', commands: [['react-router', 'typegen']] }

const outcomes = await runAll([ROUTES], 1)
outcomes.push(...(await runAll(TOOLS, Math.max(2, os.availableParallelism()))))
const failed = outcomes.filter((outcome) => !outcome.ok)
process.stdout.write(
  failed.length === 0
    ? 'check passed\n'
    : `check failed: ${failed.map((outcome) => outcome.tool.name).join(', ')}\n`,
)
process.exitCode = failed.length === 0 ? 0 : 1

async function runAll(tools: readonly Tool[], atOnce: number): Promise<Outcome[]> {
  const waiting = [...tools]
  const outcomes: Outcome[] = []
  const lane = async (): Promise<void> => {
    for (let tool = waiting.shift(); tool; tool = waiting.shift()) {
      const outcome = await runTool(tool)
      outcomes.push(outcome)
      const word = outcome.ok ? 'ok' : 'FAILED'
      process.stdout.write(`${word.padEnd(7)} ${tool.name.padEnd(13)} ${outcome.seconds} s\n`)
      if (!outcome.ok) process.stdout.write(`${outcome.output.trimEnd()}\n`)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
  return outcomes
}

async function runTool(tool: Tool): Promise<Outcome> {
  const started = Date.now()
  let output = ''
  let ok = true
  for (const [command = '', ...args] of tool.commands) {
    const result = await capture(command, args)
    output += result.output
    ok = result.ok
    if (!ok) break
  }
  return { tool, ok, output, seconds: ((Date.now() - started) / 1_000).toFixed(1).padStart(5) }
}

function capture(
  command: string,
  args: readonly string[],
): Promise<{ ok: boolean; output: string }> {
  return new Promise((resolve) => {
    // The bootstrap put node_modules/.bin first on PATH.
    const child = spawn(command, args, {
      cwd: projectDir,
      env: childEnv({ NO_COLOR: '1', FORCE_COLOR: undefined }),
    })
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.on('error', (error) => resolve({ ok: false, output: error.message }))
    child.on('close', (code) =>
      resolve({ ok: code === 0, output: Buffer.concat(chunks).toString('utf8') }),
    )
  })
}
