import { setTimeout as sleep } from 'node:timers/promises'
import { Client, Connection } from '@temporalio/client'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { createLogger } from '#integrations/kit/logger.ts'
import { newId, type ConnectionId } from './contracts/ids.ts'
import type { BackfillArgs, DrainLane } from './contracts/sync.ts'
import { createGateway, type Gateway } from './gateway.ts'

const logger = createLogger('test', 'silent')
const prefix = `g${newId<string>().slice(-8)}-`
const HALF_AN_HOUR_MS = 1_800_000
let client: Client
let gateway: Gateway

beforeAll(async () => {
  const { address, namespace } = inject('temporal')
  client = new Client({ connection: await Connection.connect({ address }), namespace })
  gateway = createGateway({ address, namespace, prefix, logger })
})
afterAll(async () => {
  await gateway.close()
  await client.connection.close()
})

test('a poll is scheduled once, however often it is asked for', async () => {
  const connectionId = newId<ConnectionId>()
  await gateway.ensurePoll(connectionId)
  await gateway.ensurePoll(connectionId)
  const handle = client.schedule.getHandle(`${prefix}poll:${connectionId}`)
  const { action, policies, spec } = await handle.describe()
  expect(policies).toMatchObject({ overlap: 'SKIP', catchupWindow: 60_000 })
  expect(spec.intervals).toMatchObject([{ every: 60_000 }])
  // What no code can replay any more makes way.
  expect(action).toMatchObject({ workflowRunTimeout: HALF_AN_HOUR_MS })
  await handle.delete()
})

test('a poll can be asked for at once', async () => {
  const connectionId = newId<ConnectionId>()
  await gateway.ensurePoll(connectionId)
  const handle = client.schedule.getHandle(`${prefix}poll:${connectionId}`)
  // Its own ticks are not what is looked at.
  await handle.pause()
  await gateway.pollNow(connectionId)
  const taken = async () => (await handle.describe()).info.recentActions
  await expect.poll(taken).toHaveLength(1)
  const [first] = await taken()
  await client.workflow.getHandle(first?.action.workflow.workflowId ?? '').terminate()
  await handle.delete()
  await expect(gateway.pollNow(newId())).rejects.toMatchObject({ code: 'unavailable' })
})

test('a backfill that is started twice is one workflow', async () => {
  const args: BackfillArgs = { connectionId: newId(), runId: newId() }
  await gateway.startBackfill(args)
  const workflowId = `${prefix}backfill:${args.connectionId}:${args.runId}`
  const first = await client.workflow.getHandle(workflowId).describe()
  await gateway.startBackfill(args)
  expect((await client.workflow.getHandle(workflowId).describe()).runId).toBe(first.runId)
  await client.workflow.getHandle(workflowId).terminate()
})

test('pokes carry nothing but the lane, and one lane is one workflow', async () => {
  const lane: DrainLane = { connectionId: newId(), tenantId: newId() }
  for (let times = 0; times < 20; times++) gateway.pokeDrain(lane)
  const handle = client.workflow.getHandle(`${prefix}sync:${lane.connectionId}:${lane.tenantId}`)
  await expect.poll(() => handle.describe().then(({ status }) => status.name)).toBe('RUNNING')
  const { raw } = await handle.describe()
  const { seconds } = raw.executionConfig?.workflowRunTimeout ?? {}
  expect(Number(seconds) * 1_000).toBe(HALF_AN_HOUR_MS)
  await handle.terminate()
})

test('without Temporal it starts, takes pokes, says that it is down and names calls that fail', async () => {
  const alone = createGateway({ address: '127.0.0.1:9', namespace: 'default', logger })
  const args: BackfillArgs = { connectionId: newId(), runId: newId() }
  alone.pokeDrain({ connectionId: args.connectionId, tenantId: newId() })
  expect(await alone.isUp()).toBe(false)
  await expect(alone.startBackfill(args)).rejects.toMatchObject({ code: 'unavailable' })
  await alone.close()
})

test('closed in the middle of its tries it ends in order: a later one would throw where nobody can catch it', async () => {
  const thrown: unknown[] = []
  const note = (error: unknown): void => void thrown.push(error)
  process.on('uncaughtException', note)
  const asked = Array.from({ length: 5 }, async () => {
    const alone = createGateway({ address: '127.0.0.1:9', namespace: 'default', logger })
    const lane: DrainLane = { connectionId: newId(), tenantId: newId() }
    alone.pokeDrain(lane)
    await sleep(50)
    await alone.close()
  })
  await Promise.all(asked)
  await sleep(1_000)
  process.off('uncaughtException', note)
  expect(thrown).toEqual([])
})
