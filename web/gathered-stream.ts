/**
 * React writes a page in pieces of 2 kB, and each would be compressed and sent by itself. What is written within one
 * turn of the event loop goes on as one piece instead: a page of 100 kB is one write, and still a stream.
 */
import { Transform } from 'node:stream'

export function createGatheredStream(): Transform {
  const pieces: Buffer[] = []
  let turn: NodeJS.Immediate | undefined
  const stream = new Transform({
    transform(piece: Buffer, _encoding, done) {
      pieces.push(piece)
      turn ??= setImmediate(send)
      done()
    },
    flush(done) {
      clearImmediate(turn)
      send()
      done()
    },
  })
  function send(): void {
    turn = undefined
    if (pieces.length > 0) stream.push(Buffer.concat(pieces.splice(0)))
  }
  return stream
}
