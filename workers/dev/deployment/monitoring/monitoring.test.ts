/** Dashboard, alerts and metrics belong together: a name that only one of them knows is a blind spot. */
import fs from 'node:fs'
import path from 'node:path'
import { Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { createDatabase } from '#db/client.ts'
import { createLogger } from '#integrations/kit/logger.ts'
import { registerPoolGauges } from '#integrations/kit/watch/pool-gauges.ts'
import { createRegistry } from '#integrations/kit/watch/registry.ts'
import { connectorFor } from '#integrations/registry.ts'
import { createWebMetrics, registerStreamGauge } from '#web/server/watch/web-metrics.ts'
import { registerHubGauges } from '#workers/watch/hub-gauges.ts'
import { createWorkerMetrics } from '#workers/watch/worker-metrics.ts'
import { typedCompose } from '../compose-file.ts'

const read = (name: string): string => fs.readFileSync(path.join(import.meta.dirname, name), 'utf8')

const ruleSchema = z.strictObject({
  alert: z.string().regex(/^Portside[A-Z]\w+$/),
  expr: z.string(),
  for: z
    .string()
    .regex(/^\d+[smh]$/)
    .optional(),
  labels: z.strictObject({ severity: z.enum(['page', 'ticket']) }),
  annotations: z.strictObject({ summary: z.string().max(100), description: z.string() }),
})
const rulesSchema = z.strictObject({
  groups: z.array(z.strictObject({ name: z.string(), rules: z.array(ruleSchema) })),
})
const rules = rulesSchema.parse(parse(read('alerts.yml'))).groups.flatMap((group) => group.rules)

const panelSchema = z.looseObject({
  id: z.number(),
  type: z.enum(['row', 'timeseries', 'stat']),
  title: z.string().min(1),
  description: z.string().optional(),
  gridPos: z.object({ h: z.number(), w: z.number(), x: z.number(), y: z.number() }),
  targets: z.array(z.object({ expr: z.string(), legendFormat: z.string() })).default([]),
})
const dashboard = z
  .looseObject({ uid: z.literal('portside'), panels: z.array(panelSchema) })
  .parse(JSON.parse(read('dashboard.json')))
const panels = dashboard.panels.filter(({ type }) => type !== 'row')
const expressions = [
  ...rules.map(({ expr }) => expr),
  ...panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
]

/** Everything web and worker can say, as they register it. */
function registered(): Map<string, { help: string; labels: string[] }> {
  const db = createDatabase({ url: 'postgres://nobody@127.0.0.1:9/none', name: 'test' })
  const web = createRegistry()
  createWebMetrics(web)
  registerStreamGauge(web, () => 0)
  registerPoolGauges(web, {})
  const worker = new Registry()
  createWorkerMetrics(worker)
  registerHubGauges(worker, { db, logger: createLogger('test', 'fatal'), connectorFor })
  return new Map(
    [...web.getMetricsAsArray(), ...worker.getMetricsAsArray()].map((metric) => {
      const labels = 'labelNames' in metric ? z.array(z.string()).parse(metric.labelNames) : []
      return [metric.name, { help: z.string().parse('help' in metric ? metric.help : ''), labels }]
    }),
  )
}
const metrics = registered()

/** Prometheus adds these to what a histogram is called. */
const baseOf = (name: string): string => {
  const base = name.replace(/_(?:bucket|count|sum)$/, '')
  return metrics.has(name) ? name : base
}
const namesIn = (expr: string): string[] =>
  [...expr.matchAll(/\b(?:portside|nodejs|process)_[a-z0-9_]+/g)].map(([name]) => baseOf(name))

test('every metric that an alert or a panel asks for exists', () => {
  const asked = expressions.flatMap(namesIn)
  expect(asked.length).toBeGreaterThan(30)
  expect(asked.filter((name) => !metrics.has(name))).toEqual([])
})

test('every metric of ours is asked for by an alert or a panel, and says what it is', () => {
  const asked = new Set(expressions.flatMap(namesIn))
  const own = [...metrics].filter(([name]) => name.startsWith('portside_'))
  expect(own.length).toBeGreaterThan(25)
  expect(own.filter(([name]) => !asked.has(name)).map(([name]) => name)).toEqual([])
  expect(own.filter(([, { help }]) => help.length < 10).map(([name]) => name)).toEqual([])
})

test('no metric has a label that grows with customers, people or records', () => {
  const labels = new Set(
    [...metrics].filter(([name]) => name.startsWith('portside_')).flatMap(([, one]) => one.labels),
  )
  const bounded = [
    'connection',
    'door',
    'kind',
    'lane',
    'method',
    'name',
    'outcome',
    'pool',
    'procedure',
  ]
  bounded.push('queue', 'route', 'source', 'state', 'status', 'verdict')
  expect([...labels].toSorted()).toEqual(bounded.toSorted())
})

/** Labels a metric may be asked by: its own, and those every scrape has. */
const labelsOf = (name: string): string[] => [
  ...(metrics.get(name)?.labels ?? []),
  ...['le', 'job', 'instance'],
]

test('labels in matchers and groups are labels of what is asked for', () => {
  const wrong = expressions.flatMap((expr) => {
    const known = new Set(namesIn(expr).flatMap(labelsOf).concat('job'))
    const matchers = [...expr.matchAll(/\{([^}]*)\}/g)].flatMap(([, list = '']) =>
      list.split(',').map((each) => each.split(/[=!]/, 1)[0]?.trim() ?? ''),
    )
    const groups = [...expr.matchAll(/\b(?:by|on|group_left) \(([^)]*)\)/g)].flatMap(
      ([, list = '']) => list.split(',').map((each) => each.trim()),
    )
    return [...matchers, ...groups]
      .filter((label) => !known.has(label))
      .map((label) => [label, expr])
  })
  expect(wrong).toEqual([])
})

test.each(expressions)('%s is balanced', (expr) => {
  const open: string[] = []
  const pairs: Record<string, string> = { ')': '(', '}': '{', ']': '[' }
  for (const sign of expr.replaceAll(/"[^"]*"/g, '')) {
    if ('({['.includes(sign)) open.push(sign)
    else if (pairs[sign] !== undefined) expect(open.pop()).toBe(pairs[sign])
  }
  expect(open).toEqual([])
})

test('alerts have names of their own, and their words use labels that the alert has', () => {
  const names = rules.map(({ alert }) => alert)
  expect(names).toEqual([...new Set(names)])
  for (const word of [
    'Lag',
    'Backlog',
    'Parked',
    'Horizon',
    'Errors',
    'MailBacklog',
    'NoWorker',
    'SignInsRefused',
  ]) {
    expect(names).toContain(`Portside${word}`)
  }
  const unknown = rules.flatMap(({ alert, expr, annotations }) => {
    const groups = /\bby \(([^)]*)\)/.exec(expr)?.[1]?.split(', ') ?? []
    const used = Object.values(annotations).flatMap((text) =>
      [...text.matchAll(/\$labels\.(\w+)/g)].map(([, label = '']) => label),
    )
    return used.filter((label) => !groups.includes(label)).map((label) => `${alert}: ${label}`)
  })
  expect(unknown).toEqual([])
})

test('panels explain themselves and do not lie on each other', () => {
  expect(panels.filter(({ description = '' }) => description.length < 5)).toEqual([])
  const cells = dashboard.panels.flatMap(({ gridPos: { h, w, x, y } }) =>
    Array.from({ length: h * w }, (_, at) => `${x + (at % w)}/${y + Math.floor(at / w)}`),
  )
  expect(cells.length).toBe(new Set(cells).size)
  expect(dashboard.panels.every(({ gridPos: { x, w } }) => x + w <= 24)).toBe(true)
})

const scrapeSchema = z.looseObject({
  scrape_configs: z.array(
    z.object({
      job_name: z.string(),
      dns_sd_configs: z.array(z.looseObject({ names: z.array(z.string()), port: z.number() })),
    }),
  ),
})

test('Prometheus scrapes services of the compose file, at the port the guide sets', () => {
  const { services } = typedCompose(Object.fromEntries(requiredAnswers()))
  const { scrape_configs: jobs } = scrapeSchema.parse(parse(read('prometheus.yml')))
  expect(jobs.map(({ job_name: name }) => name)).toEqual(['portside-web', 'portside-worker'])
  const guide = fs.readFileSync(path.join(import.meta.dirname, '../../../../DEPLOYMENT.md'), 'utf8')
  for (const { job_name: job, dns_sd_configs: found } of jobs) {
    const [{ names, port } = { names: [], port: 0 }] = found
    expect(names.map((name) => `portside-${name}`)).toEqual([job])
    expect(Object.keys(services)).toEqual(expect.arrayContaining(names))
    expect(guide).toContain(`METRICS_PORT=${port}`)
  }
})

const requiredAnswers = (): [string, string][] =>
  [
    ...fs
      .readFileSync(path.join(import.meta.dirname, '../../../../docker-compose.yml'), 'utf8')
      .matchAll(/\$\{(\w+):\?/g),
  ].map(([, name = '']) => [name, 'x'])
