/**
 * The exact bytes of a webhook, up to a limit. Nothing is decoded: a signature covers what was sent, so a body
 * with a content encoding is verified, and stored, as the bytes it came in.
 */
import type { IncomingMessage } from 'node:http'

/** How much of a refused body is still read (bytes, ms), so that its sender gets to see the answer. */
const DRAIN_BYTES = 32 * 2 ** 20
const DRAIN_MS = 5_000

export type RawBody = { type: 'body'; bytes: Buffer } | { type: 'too_large' }

/**
 * @throws the connection's error when the sender goes away in the middle
 */
export function readRawBody(req: IncomingMessage, maxBytes: number): Promise<RawBody> {
  if (Number(req.headers['content-length'] ?? 0) > maxBytes) {
    drain(req)
    return Promise.resolve({ type: 'too_large' })
  }
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    const onData = (chunk: Buffer): void => {
      size += chunk.length
      if (size <= maxBytes) {
        chunks.push(chunk)
        return
      }
      req.off('data', onData)
      drain(req)
      resolve({ type: 'too_large' })
    }
    req.on('data', onData)
    req.on('end', () => {
      resolve({
        type: 'body',
        bytes: chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks),
      })
    })
    req.on('error', reject)
    req.on('close', () => {
      if (!req.complete) reject(new Error('the sender went away'))
    })
  })
}

function drain(req: IncomingMessage): void {
  let left = DRAIN_BYTES
  const timer = setTimeout(() => req.destroy(), DRAIN_MS)
  req.on('data', (chunk: Buffer) => {
    left -= chunk.length
    if (left < 0) req.destroy()
  })
  req.on('error', () => undefined)
  req.on('close', () => {
    clearTimeout(timer)
  })
  req.resume()
}
