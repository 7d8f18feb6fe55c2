/** Answers with data are for one person only: no cache between us and the browser may keep them. Static files say otherwise themselves. */
import type { RequestHandler } from 'express'

export const privateAnswers: RequestHandler = (_req, res, next) => {
  res.setHeader('Cache-Control', 'private, no-store')
  next()
}
