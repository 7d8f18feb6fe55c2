/** What surrounds all routes: every error becomes an answer of the table, and the log gets what the answer leaves out. */
import type { Request, RequestHandler, Response } from 'express'
import type { Logger } from '#integrations/kit/logger.ts'
import { ERROR_CODES } from '#workflows/contracts/errors.ts'
import { sendFailure } from '../error-answer.ts'
import { toAppError } from '../failure.ts'
import { factsOf } from '../request-facts.ts'

/** Runs `routes`; what they leave unanswered does not exist, what they throw is told by code and message only. */
export function withErrorAnswers(routes: RequestHandler, log: Logger): RequestHandler {
  return (req, res, next) => {
    void routes(req, res, (thrown?: unknown) => {
      if (!thrown) {
        sendFailure(req, res, { code: 'not_found', message: 'There is nothing at this address.' })
        return
      }
      // Half an answer cannot be taken back: cut it, so that nobody takes it for a whole one.
      if (res.headersSent) next(thrown)
      else answer(req, res, { thrown, log })
    })
  }
}

function answer(
  req: Request,
  res: Response,
  { thrown, log }: { thrown: unknown; log: Logger },
): void {
  const error = toAppError(thrown)
  const { requestId } = factsOf(req)
  if (ERROR_CODES[error.code].http >= 500) log.error({ err: error, requestId }, 'request failed')
  sendFailure(req, res, { code: error.code, message: error.message })
}
