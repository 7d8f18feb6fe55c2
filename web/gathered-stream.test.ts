import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { createGatheredStream } from './gathered-stream.ts'

describe('a gathered stream', () => {
  it('hands on what was written in one turn as one piece, in order, and nothing is lost', async () => {
    const stream = createGatheredStream()
    const pieces: string[] = []
    stream.on('data', (piece: Buffer) => pieces.push(piece.toString()))
    stream.write('a')
    stream.write('b')
    await turn()
    await turn()
    stream.write('c')
    stream.end('d')
    await new Promise((resolve) => stream.once('end', resolve))
    expect(pieces).toEqual(['ab', 'cd'])
  })

  it('ends without a piece when nothing was written', async () => {
    const stream = createGatheredStream()
    stream.end()
    const pieces = await stream.toArray()
    expect(pieces).toEqual([])
  })
})
