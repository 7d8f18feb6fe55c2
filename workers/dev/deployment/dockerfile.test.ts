import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { describeEnv } from '#integrations/kit/env.ts'
import { webEnvSchema } from '#web/server/env.ts'
import { workerEnvSchema } from '#workers/env.ts'
import { projectDir } from '../env.ts'
import { isLeftOut } from './docker-ignore.ts'
import { pairsOf, readDockerfile } from './dockerfile.ts'
import { followImports } from './import-graph.ts'

const { args, stages } = readDockerfile()
const last = stages.at(-1) ?? { from: '', name: null, instructions: [] }
const textsOf = (name: string): string[] =>
  last.instructions.filter((one) => one.name === name).map((one) => one.text)
const instructions = stages.flatMap((stage) => stage.instructions)

interface Manifest {
  dependencies: Record<string, string>
}
const readJson = (file: string): unknown =>
  JSON.parse(fs.readFileSync(path.join(projectDir, file), 'utf8'))
const manifest = readJson('package.json') as Manifest

/** What the containers of docker-compose.yml start, and the bundle's entry, which the worker hashes. */
const ENTRIES = [
  'web/server/main.ts',
  'workers/main.ts',
  'workers/plain-promises.ts',
  'workers/dev/deployment/setup.ts',
  'workers/dev/deployment/web-health.ts',
  'workers/dev/deployment/worker-health.ts',
  'db/seed.ts',
  'workflows/index.ts',
]

test('the image runs on the Node version of package.json and its lock file', () => {
  const version = args.get('NODE_VERSION') ?? ''
  const lock = readJson('package-lock.json') as { packages: Record<string, { version: string }> }
  expect(manifest.dependencies['node']).toBe(`^${version}`)
  expect(lock.packages['node_modules/node']?.version).toBe(version)
  expect(stages[0]?.from).toMatch(/^node:\$\{NODE_VERSION\}-\w+-slim$/)
})

test('every path it copies exists and is sent to the build', () => {
  const copied = instructions
    .filter(({ name, text }) => name === 'COPY' && !text.startsWith('--from='))
    .flatMap(({ text }) => text.split(' ').slice(0, -1))
  expect(copied.length).toBeGreaterThan(5)
  expect(copied.filter((file) => !fs.existsSync(path.join(projectDir, file)))).toEqual([])
  expect(copied.filter((file) => isLeftOut(file))).toEqual([])
})

test('what a later stage takes from an earlier one is there', () => {
  const known = stages.map((stage) => stage.name)
  const taken = instructions.flatMap(({ text }) => /^--from=(\S+)/.exec(text)?.[1] ?? [])
  expect(taken).toEqual(['dependencies', 'build', 'build'])
  expect(taken.filter((name) => !known.includes(name))).toEqual([])
})

test('the last stage is for production: an ordinary user, no development dependency, a health check', () => {
  expect(textsOf('USER')).toEqual(['node'])
  expect(textsOf('CMD')).toEqual(['["node", "web/server/main.ts"]'])
  expect(textsOf('HEALTHCHECK')).toHaveLength(1)
  const dependencies = stages.find((stage) => stage.name === 'dependencies')
  expect(dependencies?.instructions[0]?.text).toContain('npm ci --omit=dev --ignore-scripts')
})

test('it sets only variables that are read, and none that is a secret', () => {
  const set = instructions.filter(({ name }) => name === 'ENV' || name === 'ARG')
  const names = set.flatMap(({ text }) => [...pairsOf(text).keys()])
  const known = [webEnvSchema, workerEnvSchema].flatMap((schema) =>
    describeEnv(schema).map((variable) => variable.name),
  )
  expect(names).toContain('NODE_ENV')
  expect(names.filter((name) => !known.includes(name))).toEqual([])
  expect(names.filter((name) => /URL|KEY|TOKEN|SECRET|PASSWORD/.test(name))).toEqual([])
})

test('no process imports a file that the image leaves out', () => {
  const { files } = followImports(ENTRIES)
  expect(files.size).toBeGreaterThan(100)
  expect([...files].filter((file) => isLeftOut(file))).toEqual([])
})

test('no process imports a package that production does not install', () => {
  const { packages } = followImports(ENTRIES)
  const missing = [...packages].filter(([name]) => !(name in manifest.dependencies))
  // Loaded in development only, behind a condition.
  expect(missing).toEqual([['vite', 'web/server/pages.ts']])
})

test('tests, stand-ins, data and keys never reach the build', () => {
  const kept = ['package.json', 'web/root.tsx', 'workers/dev/deployment/setup.ts', 'db/seed.ts']
  expect(kept.filter((file) => isLeftOut(file))).toEqual([])
  const left = ['.env', '.portside/runtime.json', '.git/config', 'node_modules/zod/index.js']
  left.push('web/.env', 'web/server/app.int.test.ts', 'integrations/sandbox/main.ts')
  left.push('workers/dev/up.ts', 'db/testing/database.ts', 'web/e2e/live.e2e.ts')
  left.push('workers/dev/deployment/setup.int.test.ts', 'workers/dev/deployment/dockerfile.ts')
  expect(left.filter((file) => !isLeftOut(file))).toEqual([])
})
