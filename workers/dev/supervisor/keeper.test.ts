import { expect, test } from 'vitest'
import { keepRunning, type Running } from './keeper.ts'

/** A service whose processes end when the test says so. */
function createFake(): {
  start(): Promise<Running>
  end(how: string): void
  starts: number
  stops: number
  failNext: number
} {
  let finish: (how: string) => void = () => undefined
  const fake = {
    starts: 0,
    stops: 0,
    failNext: 0,
    end: (how: string) => finish(how),
    start(): Promise<Running> {
      if (fake.failNext > 0) {
        fake.failNext--
        return Promise.reject(new Error('port taken'))
      }
      fake.starts++
      const exited = new Promise<string>((resolve) => (finish = resolve))
      const stop = (): Promise<void> => {
        fake.stops++
        finish('signal SIGTERM')
        return Promise.resolve()
      }
      return Promise.resolve({ pid: 100 + fake.starts, exited, stop })
    },
  }
  return fake
}

async function untilTrue(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2))
}

test('a service that ends is started again and its new pid is known', async () => {
  const fake = createFake()
  const lines: string[] = []
  const kept = await keepRunning(
    { name: 'web', start: () => fake.start() },
    { restartDelayMs: 1, log: (line) => lines.push(line) },
  )
  fake.end('signal SIGKILL')
  await untilTrue(() => kept.pid() === 102)
  expect(lines[0]).toBe('web ended (signal SIGKILL)')
  await kept.stop()
})

test('a start that fails is tried again', async () => {
  const fake = createFake()
  const lines: string[] = []
  const kept = await keepRunning(
    { name: 'web', start: () => fake.start() },
    { restartDelayMs: 1, log: (line) => lines.push(line) },
  )
  fake.failNext = 2
  fake.end('exit code 1')
  await untilTrue(() => fake.starts === 2)
  expect(lines.filter((line) => line === 'web did not start: port taken')).toHaveLength(2)
  await kept.stop()
})

test('a service that is stopped stays stopped', async () => {
  const fake = createFake()
  const kept = await keepRunning(
    { name: 'web', start: () => fake.start() },
    { restartDelayMs: 1, log: () => undefined },
  )
  await kept.stop()
  await new Promise((resolve) => setTimeout(resolve, 10))
  expect(fake).toMatchObject({ starts: 1, stops: 1 })
})

test('stopping does not wait for a long restart delay', async () => {
  const fake = createFake()
  const kept = await keepRunning(
    { name: 'web', start: () => fake.start() },
    { restartDelayMs: 60_000, log: () => undefined },
  )
  fake.end('exit code 1')
  await new Promise((resolve) => setTimeout(resolve, 5))
  await kept.stop()
  expect(fake.starts).toBe(1)
})

test('a first start that fails is told to the caller', async () => {
  const fake = createFake()
  fake.failNext = 1
  const starting = keepRunning(
    { name: 'web', start: () => fake.start() },
    { restartDelayMs: 1, log: () => undefined },
  )
  await expect(starting).rejects.toThrow('port taken')
})
