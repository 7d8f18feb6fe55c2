/** Batching, isolation of bad items, and the deadline, without a database. */
import { describe, expect, it } from 'vitest'
import { GroupCommit, type GroupCommitOptions } from './group-commit.ts'

interface Gate {
  calls: string[][]
  /** Ends the oldest commit under way. */
  finish(error?: Error): void
}

function setUp(change: Partial<GroupCommitOptions<string>> = {}) {
  const pending: ((error?: Error) => void)[] = []
  const gate: Gate = { calls: [], finish: (error) => pending.shift()?.(error) }
  const group = new GroupCommit<string>({
    commit: (items) => {
      gate.calls.push(items)
      return new Promise((resolve, reject) => {
        pending.push((error) => {
          if (error) reject(error)
          else resolve()
        })
      })
    },
    isItemFault: (error) => error instanceof RangeError,
    maxItems: 3,
    maxWaiting: 10,
    deadlineMs: 5_000,
    ...change,
  })
  return { gate, group }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('group commit', () => {
  it('writes a lone request at once and what arrives meanwhile together', async () => {
    const { gate, group } = setUp()
    const done: string[] = []
    const add = (name: string): Promise<void> => group.add([name]).then(() => void done.push(name))
    const all = [add('a'), add('b'), add('c')]
    expect(gate.calls).toEqual([['a']])
    gate.finish()
    await turn()
    expect(done).toEqual(['a'])
    expect(gate.calls).toEqual([['a'], ['b', 'c']])
    gate.finish()
    await Promise.all(all)
    expect(done).toEqual(['a', 'b', 'c'])
  })

  it('bounds a batch, and still takes one large request whole', async () => {
    const { gate, group } = setUp()
    const all = [group.add(['1']), group.add(['2', '3']), group.add(['4', '5', '6', '7'])]
    gate.finish()
    await turn()
    gate.finish()
    await turn()
    gate.finish()
    await Promise.all(all)
    expect(gate.calls).toEqual([['1'], ['2', '3'], ['4', '5', '6', '7']])
  })

  it('lets one bad request fail alone', async () => {
    const { gate, group } = setUp()
    const first = group.add(['a'])
    const good = group.add(['good'])
    const bad = group.add(['bad'])
    const refused = expect(bad).rejects.toThrow('bad row')
    gate.finish()
    await first
    await turn()
    gate.finish(new RangeError('bad row'))
    await turn()
    gate.finish()
    await good
    await turn()
    gate.finish(new RangeError('bad row'))
    await refused
    expect(gate.calls).toEqual([['a'], ['good', 'bad'], ['good'], ['bad']])
  })

  it('fails everybody of a batch when the database is gone, and recovers', async () => {
    const { gate, group } = setUp()
    const first = group.add(['a'])
    gate.finish(new Error('connection lost'))
    await expect(first).rejects.toThrow('connection lost')
    const second = group.add(['b'])
    gate.finish()
    await second
  })

  it('answers in time when a commit hangs, and does not write what it gave up on', async () => {
    const { gate, group } = setUp({ deadlineMs: 20 })
    const hanging = group.add(['a'])
    const behind = group.add(['b'])
    await expect(hanging).rejects.toMatchObject({ code: 'unavailable' })
    await expect(behind).rejects.toMatchObject({ code: 'unavailable' })
    gate.finish()
    await turn()
    expect(gate.calls).toEqual([['a']])
  })

  it('refuses at once when too many wait', async () => {
    const { gate, group } = setUp({ maxWaiting: 1 })
    const first = group.add(['a'])
    const second = group.add(['b'])
    await expect(group.add(['c'])).rejects.toMatchObject({ code: 'unavailable' })
    gate.finish()
    await turn()
    gate.finish()
    await Promise.all([first, second])
  })
})
