/** A client that does not read: bounded memory, a reset, and the end. */
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { expect, it } from 'vitest'
import { newId, type PersonId, type TenantId } from '#workflows/contracts/ids.ts'
import { PRESETS } from '#workflows/contracts/permissions.ts'
import { createLiveStream } from './stream.ts'

/** A response whose socket never takes anything. */
function unread(): ServerResponse {
  return new ServerResponse(new IncomingMessage(new Socket()))
}

function streamTo(res: ServerResponse) {
  return createLiveStream({
    res,
    tenantId: newId<TenantId>(),
    sessionHash: Buffer.alloc(32),
    viewer: { personId: newId<PersonId>(), grants: PRESETS.admin },
  })
}

it('stops at its bound, tells the client to reset, and sends nothing after that', () => {
  const res = unread()
  const stream = streamTo(res)
  const frame = `event: change\ndata: ${'x'.repeat(4_000)}\n\n`
  for (let i = 0; i < 100 && !res.writableEnded; i++) stream.send(frame, 'event: reset\n\n')
  expect(res.writableEnded).toBe(true)
  expect(res.writableLength).toBeLessThan(80 * 1024)
  const length = res.writableLength
  stream.send(frame, 'event: reset\n\n')
  stream.end()
  expect(res.writableLength).toBe(length)
})

it('changes its audience with the role', () => {
  const stream = streamTo(unread())
  const before = stream.audience()
  stream.become({ ...stream.viewer(), grants: PRESETS.billing })
  expect(stream.audience()).not.toBe(before)
})
