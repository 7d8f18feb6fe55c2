/**
 * One client of `/live`. What is written to it is bounded: a client that does not read in time is told to reset
 * and cut off, so that it costs memory for one buffer and never for a backlog.
 */
import type { ServerResponse } from 'node:http'
import type { TenantId } from '#workflows/contracts/ids.ts'
import { audienceOf, type Viewer } from './audience.ts'

/** Bytes that may wait for a slow client. */
const MAX_BUFFERED = 64 * 1024
/** Milliseconds a client gets to take the last frame. */
const LINGER_MS = 5_000

export interface LiveStream {
  readonly tenantId: TenantId
  readonly sessionHash: Buffer
  viewer(): Viewer
  audience(): string
  /** Another role from now on. */
  become(viewer: Viewer): void
  /** @param reset what a client that is too slow is told instead */
  send(frame: string, reset: string): void
  end(lastFrame?: string): void
}

export interface LiveStreamOptions {
  res: ServerResponse
  tenantId: TenantId
  sessionHash: Buffer
  viewer: Viewer
}

export function createLiveStream(options: LiveStreamOptions): LiveStream {
  const { res, tenantId, sessionHash } = options
  let { viewer } = options
  let audience = audienceOf(viewer)

  const end = (lastFrame?: string): void => {
    if (res.writableEnded) return
    res.end(lastFrame)
    const timer = setTimeout(() => res.destroy(), LINGER_MS)
    timer.unref()
    res.on('close', () => {
      clearTimeout(timer)
    })
  }

  return {
    tenantId,
    sessionHash,
    viewer: () => viewer,
    audience: () => audience,
    become(next) {
      viewer = next
      audience = audienceOf(next)
    },
    send(frame, reset) {
      if (res.writableEnded || res.destroyed) return
      if (res.writableLength > MAX_BUFFERED) end(reset)
      else res.write(frame)
    },
    end,
  }
}
