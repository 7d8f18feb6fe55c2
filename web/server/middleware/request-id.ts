/** Gives every request its id and nonce. An id from outside is taken from a trusted proxy only (others were removed). */
import { randomBytes } from 'node:crypto'
import type { RequestHandler } from 'express'
import { newId } from '#workflows/contracts/ids.ts'
import { setFacts } from '../request-facts.ts'

const GIVEN = /^[\w-]{8,64}$/

export const requestId: RequestHandler = (req, res, next) => {
  const given = req.get('x-request-id')
  const id = given !== undefined && GIVEN.test(given) ? given : newId()
  setFacts(req, {
    requestId: id,
    nonce: randomBytes(16).toString('base64url'),
    startedAt: performance.now(),
  })
  res.setHeader('X-Request-Id', id)
  next()
}
