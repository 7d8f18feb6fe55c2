/**
 * The door of every npm script: plain JavaScript for Node 20 or newer without dependencies. Installs what is
 * missing, then goes on with the Node 24 among the dependencies; signals and exit codes pass through.
 */
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { commands } from './commands.mjs'

const project = path.resolve(
  import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname),
  '../..',
)
const modules = path.join(project, 'node_modules')
const bin = path.join(modules, '.bin')
const stamp = path.join(modules, '.portside-lock')

const [name = '', ...args] = process.argv.slice(2)
const command = commands[name]
if (!command) fail(`There is no command "${name}". Known: ${Object.keys(commands).join(', ')}.`)
if (Number(process.versions.node.split('.')[0]) < 20) {
  fail(`Node ${process.version} is too old: Portside starts on Node 20 or newer.`)
}

installDependencies()
run(command)

function installDependencies() {
  const hash = createHash('sha256')
    .update(readFileSync(path.join(project, 'package-lock.json')))
    .digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return
  const started = Date.now()
  console.error('Installing dependencies (npm ci, about a minute) …')
  const npm = process.env.npm_execpath
  // Through npm itself where it started us: the npm on PATH may be another one, or none.
  const [program, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []]
  const flags = ['ci', '--no-audit', '--no-fund', '--include=dev', '--loglevel=error']
  const { status, error } = spawnSync(program, [...first, ...flags], {
    cwd: project,
    stdio: ['ignore', 2, 2],
  })
  if (error || status !== 0) {
    fail(
      `Installing failed (${error?.message ?? `npm ci ended with ${status}`}). ` +
        'Check that the npm registry can be reached, then run the command again.',
    )
  }
  if (!existsSync(path.join(bin, 'node'))) {
    fail('Node 24 was not installed: npm skipped the install script of the package "node".')
  }
  writeFileSync(stamp, hash)
  console.error(`Dependencies installed in ${Math.round((Date.now() - started) / 1000)} s.`)
}

function run({ file, args: first = [] }) {
  const child = spawn(path.join(bin, 'node'), [path.join(project, file), ...first, ...args], {
    cwd: project,
    stdio: 'inherit',
    env: { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}` },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  stopWithNpm(child)
  child.on('error', (error) => fail(`Node 24 cannot be started: ${error.message}`))
  child.on('exit', (code, signal) => {
    process.exit(signal ? 128 + (os.constants.signals[signal] ?? 1) : (code ?? 1))
  })
}

/** npm's shell does not hand signals on: when it is gone, the child is asked to stop all the same. */
function stopWithNpm(child) {
  if (!process.env.npm_lifecycle_event) return
  const parent = process.ppid
  let told = false
  setInterval(() => {
    if (told || process.ppid === parent) return
    told = true
    child.kill('SIGTERM')
  }, 500).unref()
}

function fail(message) {
  console.error(message)
  process.exit(1)
}
