/**
 * Worker, Temporal and PostgreSQL are killed outright, 20 seconds each, while the three sources send: every webhook is
 * answered with 202 or 503, and in the end the read model is what the sources hold, field by field.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { differences, type Facts } from './convergence/facts.ts'
import { mirroredFacts } from './convergence/mirrored.ts'
import { readUpstream, upstreamFacts } from './convergence/upstream.ts'
import { CUSTOMERS } from './stack/seed.ts'
import { startStandaloneStack, type StandaloneStack } from './stack/standalone-stack.ts'
import { eventually } from './steps/eventually.ts'
import { createTraffic } from './systems/traffic.ts'

const DOWN_MS = 20_000
/** Changes per outage; each makes one webhook or more. */
const CHANGES = 70

let stack: StandaloneStack

beforeAll(async () => {
  stack = await startStandaloneStack(() => undefined, { replicas: 2 })
}, 180_000)
afterAll(() => stack.close())

async function upstream(): Promise<Map<string, Facts>> {
  const state = await readUpstream(stack.sandboxUrl)
  return new Map(
    Object.entries(CUSTOMERS).map(([slug, known]) => [slug, upstreamFacts(state, known)]),
  )
}

/** Lines that tell where the read model is not what the sources hold. */
async function divergence(): Promise<string[]> {
  const found: string[] = []
  for (const [slug, expected] of await upstream()) {
    const actual = await mirroredFacts(stack.readModel, stack.tenantId(slug))
    expect(expected.size).toBeGreaterThan(20)
    found.push(...differences(expected, actual))
  }
  return found
}

async function untilConverged(): Promise<void> {
  const until = Date.now() + 100_000
  let left = await divergence()
  while (left.length > 0 && Date.now() < until) {
    await sleep(1_000)
    left = await divergence()
  }
  expect(left).toEqual([])
}

async function outage(service: { kill(): Promise<void>; start(): Promise<void> }): Promise<number> {
  const traffic = createTraffic(stack)
  await service.kill()
  const began = Date.now()
  const changes = await traffic.run(CHANGES, DOWN_MS * 0.9)
  await sleep(Math.max(0, DOWN_MS - (Date.now() - began)))
  await service.start()
  return changes
}

describe('while the three sources send', () => {
  it('starts from a read model that equals the sources', untilConverged)

  it('loses nothing while both workers are dead', async () => {
    expect(await outage(stack.processes.worker)).toBe(CHANGES)
    await untilConverged()
  }, 150_000)

  it('loses nothing while Temporal is dead', async () => {
    expect(await outage(stack.services.temporal)).toBe(CHANGES)
    await untilConverged()
  }, 150_000)

  it('loses nothing while PostgreSQL is dead', async () => {
    expect(await outage(stack.services.postgres)).toBe(CHANGES)
    await untilConverged()
  }, 150_000)

  it('answered every webhook with 202 or 503, and stayed up', async () => {
    const answers = [...stack.webhookAnswers.keys()].toSorted((a, b) => a - b)
    expect(answers).toEqual([202, 503])
    expect(stack.webhookAnswers.get(202)).toBeGreaterThan(3 * CHANGES)
    // A source sends again what was refused, also after its records were read: that is handled in its turn.
    const lost = async (): Promise<string | undefined> => {
      const [row] = await stack.readModel.query<{ n: string }>(
        `select count(*) as n from inbox where state in ('pending', 'quarantined')`,
      )
      return row?.n
    }
    await eventually(lost).toBe('0')
    expect(stack.processes.web.lastWords()).not.toContain('uncaught')
  })
})
