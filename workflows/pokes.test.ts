import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { newId, type ConnectionId } from './contracts/ids.ts'
import type { DrainLane } from './contracts/sync.ts'
import { createPokes } from './pokes.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const connectionId = newId<ConnectionId>()
const laneFor = (): DrainLane => ({ connectionId, tenantId: newId() })

function createLog() {
  const lines: string[] = []
  const logger = {
    info: (_facts: object, message: string) => void lines.push(`info ${message}`),
    warn: (_facts: object, message: string) => void lines.push(`warn ${message}`),
  }
  return { lines, logger }
}

test('the first poke of a lane goes at once, those of the next 250 ms become one', async () => {
  const sent: DrainLane[] = []
  const send = (lane: DrainLane) => Promise.resolve(void sent.push(lane))
  const pokes = createPokes({ windowMs: 250, send, logger: createLog().logger })
  const lane = laneFor()
  for (let times = 0; times < 100; times++) pokes.poke(lane)
  expect(sent).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(250)
  expect(sent).toHaveLength(2)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(sent).toHaveLength(2)
})

test('a window is ten times as long as Temporal took for the last poke, and a second at most', async () => {
  const sent: DrainLane[] = []
  let takesMs = 40
  const send = (lane: DrainLane) => {
    sent.push(lane)
    return new Promise<void>((resolve) => setTimeout(resolve, takesMs))
  }
  const pokes = createPokes({ windowMs: 250, send, logger: createLog().logger })
  const pokesWithin = async (ms: number): Promise<number> => {
    const lane = laneFor()
    for (let at = 0; at < ms; at += 10) {
      pokes.poke(lane)
      await vi.advanceTimersByTimeAsync(10)
    }
    return sent.filter((each) => each === lane).length
  }
  await pokesWithin(1_000)
  expect(await pokesWithin(3_900)).toBe(10)
  takesMs = 900
  await pokesWithin(2_000)
  expect(await pokesWithin(3_900)).toBe(4)
})

test('lanes do not wait for each other', () => {
  const sent: DrainLane[] = []
  const send = (lane: DrainLane) => Promise.resolve(void sent.push(lane))
  const pokes = createPokes({ windowMs: 250, send, logger: createLog().logger })
  const lanes = [laneFor(), laneFor(), laneFor()]
  for (const lane of lanes) pokes.poke(lane)
  expect(sent).toEqual(lanes)
})

test('while Temporal hangs, what waits is bounded by lanes and each lane is sent once', async () => {
  const sent: DrainLane[] = []
  let release = (): void => undefined
  const hanging = new Promise<void>((resolve) => {
    release = resolve
  })
  const send = (lane: DrainLane) => {
    sent.push(lane)
    return hanging
  }
  const pokes = createPokes({ windowMs: 250, send, logger: createLog().logger })
  const lanes = Array.from({ length: 100 }, laneFor)
  for (const lane of lanes) pokes.poke(lane)
  for (const lane of lanes) pokes.poke(lane)
  expect(sent).toHaveLength(32)
  release()
  await vi.advanceTimersByTimeAsync(0)
  expect(sent).toEqual(lanes)
})

test('an outage is told once, and so is its end', async () => {
  const { lines, logger } = createLog()
  let down = true
  const send = () => (down ? Promise.reject(new Error('down')) : Promise.resolve())
  const pokes = createPokes({ windowMs: 250, send, logger })
  for (let times = 0; times < 5; times++) pokes.poke(laneFor())
  await vi.advanceTimersByTimeAsync(0)
  down = false
  pokes.poke(laneFor())
  await vi.advanceTimersByTimeAsync(0)
  expect(lines).toEqual([
    'warn Temporal takes no pokes; the sweeper will',
    'info Temporal takes pokes again',
  ])
})

test('after closing nothing is sent and no timer is left', async () => {
  const sent: DrainLane[] = []
  const send = (lane: DrainLane) => Promise.resolve(void sent.push(lane))
  const pokes = createPokes({ windowMs: 250, send, logger: createLog().logger })
  const lane = laneFor()
  pokes.poke(lane)
  pokes.poke(lane)
  pokes.close()
  pokes.poke(laneFor())
  await vi.advanceTimersByTimeAsync(1_000)
  expect(sent).toHaveLength(1)
  expect(vi.getTimerCount()).toBe(0)
})
