import { expect, it } from 'vitest'
import { createParallelLimit } from './parallel-limit.ts'

interface Piece {
  end: () => void
  done: Promise<string>
}

/** Work that goes on until it is told to end, and what runs at the moment. */
function createWork(limit = createParallelLimit({ parallel: 2, waiting: 1 })) {
  const running: string[] = []
  const start = (key: string, name: string): Piece => {
    const { promise, resolve } = Promise.withResolvers<undefined>()
    const done = limit(key, async () => {
      running.push(name)
      await promise
      running.splice(running.indexOf(name), 1)
      return name
    })
    return {
      end: () => {
        resolve(undefined)
      },
      done,
    }
  }
  return { running, start }
}

it('runs so many at once, lets so many wait, and refuses the rest', async () => {
  const { running, start } = createWork()
  const [first, second, third] = [start('a', '1'), start('a', '2'), start('a', '3')]
  await expect(start('a', '4').done).rejects.toMatchObject({ code: 'rate_limited' })
  expect(running).toEqual(['1', '2'])
  first.end()
  expect(await first.done).toBe('1')
  expect(running).toEqual(['2', '3'])
  second.end()
  third.end()
  expect(await Promise.all([second.done, third.done])).toEqual(['2', '3'])
})

it('counts each key by itself', async () => {
  const { running, start } = createWork()
  const pieces = ['1', '2', '3'].map((name) => start('a', name))
  const other = start('b', 'other')
  expect(running).toContain('other')
  for (const { end } of [...pieces, other]) end()
  await Promise.all([...pieces, other].map(({ done }) => done))
})

it('frees the place of work that fails', async () => {
  const limit = createParallelLimit({ parallel: 1, waiting: 0 })
  const fail = () => limit('a', () => Promise.reject(new Error('no')))
  await expect(fail()).rejects.toThrow('no')
  await expect(fail()).rejects.toThrow('no')
  expect(await limit('a', () => Promise.resolve('free'))).toBe('free')
})
