import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { Ajv } from 'ajv'
import { expect, test } from 'vitest'
import type { ZodObject, ZodType } from 'zod'
import { seedEnvSchema } from '#db/env.ts'
import { describeEnv, parseEnv } from '#integrations/kit/env.ts'
import { readWebEnv, webEnvSchema } from '#web/server/env.ts'
import { workerEnvSchema } from '#workers/env.ts'
import { projectDir } from '../env.ts'
import {
  composeText,
  listRequired,
  readCompose,
  typedCompose,
  type ComposeService,
} from './compose-file.ts'
import { isLeftOut } from './docker-ignore.ts'
import { readSetupEnv, setupEnvSchema } from './setup-env.ts'

/** What the guide tells people to make up; nothing optional is set. */
const answers = Object.fromEntries(
  listRequired().map((name) => [name, randomBytes(24).toString('hex')]),
)
answers['ENCRYPTION_KEYS'] = `k1:${randomBytes(32).toString('base64')}`
answers['PUBLIC_URL'] = 'https://portal.example.com'
const { services, volumes } = typedCompose(answers)

const SCHEMAS: Record<string, ZodObject<Record<string, ZodType>>> = {
  web: webEnvSchema,
  worker: workerEnvSchema,
  setup: setupEnvSchema,
  seed: seedEnvSchema,
}
const own = Object.entries(services).filter(([, service]) => service.build !== undefined)
const isOneShot = ({ restart }: ComposeService): boolean =>
  !/^(always|unless-stopped)$/.test(restart)

function serviceOf(name: string): ComposeService {
  const service = services[name]
  if (!service) throw new Error(`docker-compose.yml has no service ${name}`)
  return service
}

test('the file obeys the Compose specification', () => {
  const carrier = createRequire(import.meta.url).resolve('dclint/package.json')
  const file = path.join(path.dirname(carrier), 'schemas/compose.schema.json')
  const { $schema: dialect, ...schema } = JSON.parse(fs.readFileSync(file, 'utf8')) as {
    $schema: string
  }
  expect(dialect).toContain('draft-07')
  // The specification writes durations and ports in forms of its own.
  const ajv = new Ajv({ allErrors: true, strict: false })
  ajv.addFormat('duration', /^(\d+(\.\d+)?(us|ms|s|m|h))+$/)
  ajv.addFormat('ports', /^([\d.]+:)?(\d+(-\d+)?:)?\d+(-\d+)?(\/(tcp|udp))?$/)
  ajv.addFormat('expose', /^\d+(-\d+)?(\/(tcp|udp))?$/)
  ajv.addFormat('subnet_ip_address', /^[\d.]+\/\d+$/)
  const isValid = ajv.compile(schema)
  isValid(readCompose(answers))
  expect(isValid.errors ?? []).toEqual([])
  expect(isValid({ services: { web: { comand: 'x' } } })).toBe(false)
})

test('every service of ours is one whose configuration is known', () => {
  expect(own.map(([name]) => name).sort()).toEqual(Object.keys(SCHEMAS).sort())
})

/** What node itself and the C library read. */
const OF_THE_RUNTIME = ['NODE_OPTIONS', 'MALLOC_ARENA_MAX']

test.for(Object.entries(SCHEMAS))('%s is given only variables it reads', ([name, schema]) => {
  const known = [...OF_THE_RUNTIME, ...describeEnv(schema).map((variable) => variable.name)]
  const given = Object.keys(serviceOf(name).environment)
  expect(given.filter((variable) => !known.includes(variable))).toEqual([])
})

test.for(Object.entries(SCHEMAS))('%s is given every variable it needs', ([name, schema]) => {
  const { environment } = serviceOf(name)
  const needed = describeEnv(schema).filter((variable) => variable.required)
  expect(needed.filter((variable) => !environment[variable.name])).toEqual([])
})

test('with secrets as the guide makes them every process accepts its environment', () => {
  const web = readWebEnv({}, { ...serviceOf('web').environment, NODE_ENV: 'production' })
  expect(web.PUBLIC_URL.href).toBe('https://portal.example.com/')
  expect(web.TRUSTED_PROXIES).toEqual(['172.30.91.1'])
  const worker = parseEnv(workerEnvSchema, serviceOf('worker').environment)
  expect(worker.TEMPORAL_ADDRESS).toBe('temporal:7233')
  expect(readSetupEnv(serviceOf('setup').environment).DATABASE_URL).toBe(
    serviceOf('web').environment['DATABASE_URL'],
  )
})

test('no secret has a default: each one must be set, and Compose says how', () => {
  for (const name of listRequired()) {
    expect(() => readCompose({ ...answers, [name]: '' })).toThrow(`${name}: set it to `)
  }
  const secret = /PASSWORD|PWD|KEYS?$|TOKEN|SECRET|DATABASE.*URL/
  const bare = Object.entries(typedCompose(withMarks()).services).flatMap(([service, one]) =>
    Object.entries(one.environment)
      .filter(([name, value]) => secret.test(name) && value !== '' && !value.includes('<answer>'))
      .map(([name]) => `${service}.${name}`),
  )
  expect(bare).toEqual([])
})

/** Every required answer replaced by a mark, so that what holds no mark was written into the file. */
const withMarks = (): Record<string, string> =>
  Object.fromEntries(listRequired().map((name) => [name, '<answer>']))

test('web and worker never see the owner, the superuser or each other', () => {
  const roles = (name: string): string[] =>
    Object.values(serviceOf(name).environment).flatMap(
      (value) => /^postgres:\/\/(\w+):/.exec(value)?.[1] ?? [],
    )
  expect(roles('web')).toEqual(['portside_app', 'portside_staff'])
  expect(roles('worker')).toEqual(['portside_worker'])
  expect(roles('seed')).toEqual(['portside_owner'])
})

test('ports are bound to loopback unless somebody says otherwise', () => {
  const published = Object.values(services).flatMap((service) => service.ports)
  expect(published.length).toBeGreaterThan(0)
  expect(published.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([])
  expect(composeText).toContain('${PORTSIDE_BIND:-127.0.0.1}')
})

test('what runs for long restarts and tells its health, except the Temporal UI', () => {
  const lasting = Object.entries(services).filter(([, service]) => !isOneShot(service))
  const silent = lasting.filter(([, service]) => !service.healthcheck).map(([name]) => name)
  expect(silent).toEqual(['temporal-ui'])
})

test('a service waits for what exists and in a way that can come true', () => {
  const waits = Object.values(services).flatMap((one) => Object.entries(one.depends_on))
  for (const [name, { condition }] of waits) {
    const other = serviceOf(name)
    const right = isOneShot(other) ? 'service_completed_successfully' : 'service_healthy'
    expect(`${name} ${condition}`).toBe(`${name} ${right}`)
    if (condition === 'service_healthy') expect(other.healthcheck).toBeDefined()
  }
})

test('our containers write nowhere, hold no capability and run files that are in the image', () => {
  for (const [, service] of own) {
    expect(service.read_only).toBe(true)
    expect(service.cap_drop).toEqual(['ALL'])
    const words = [service.command ?? [], service.healthcheck?.test ?? []].flat()
    const files = words.flatMap((word) => word.match(/[\w/.-]+\.ts/g) ?? [])
    expect(files).not.toEqual([])
    for (const file of files) {
      expect(fs.existsSync(path.join(projectDir, file))).toBe(true)
      expect(isLeftOut(file)).toBe(false)
    }
  }
})

test('images of others are pinned to a version, and data lie in named volumes', () => {
  const images = Object.values(services).filter((service) => service.build === undefined)
  expect(images.filter(({ image }) => !/:v?\d+\.\d+/.test(image))).toEqual([])
  const mounts = Object.values(services).flatMap((service) => service.volumes)
  expect(
    mounts.filter((mount) => !Object.keys(volumes).some((name) => mount.startsWith(`${name}:`))),
  ).toEqual([])
})

test('the guide sets exactly the variables that Compose requires', () => {
  const guide = fs.readFileSync(path.join(projectDir, 'DEPLOYMENT.md'), 'utf8')
  const block = /cat > \.env <<EOF\n(.*?)\nEOF/s.exec(guide)?.[1] ?? ''
  const set = block.split('\n').map((line) => line.split('=')[0])
  expect(set.sort()).toEqual(listRequired())
})
