/** `/control/outbox`: the mails and SMS that were sent, as JSON. */
import { Router } from 'express'
import { z } from 'zod'
import { AppError } from '#workflows/contracts/errors.ts'
import type { Outbox } from './outbox.ts'

const search = z.object({
  channel: z.enum(['email', 'sms']).optional(),
  to: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
})

export function createOutboxControl(outbox: Outbox, changed: () => void): Router {
  const router = Router()
  router.get('/outbox', (request, response) => {
    const filter = search.safeParse(request.query)
    if (!filter.success) throw new AppError('invalid_input', z.prettifyError(filter.error))
    response.json({ messages: outbox.list(filter.data) })
  })
  router.get('/outbox/:id', (request, response) => {
    const message = outbox.find(Number(request.params.id))
    if (!message) throw new AppError('not_found', 'There is no such message in the outbox.')
    response.json({ message })
  })
  router.delete('/outbox', (_request, response) => {
    outbox.clear()
    changed()
    response.json({ messages: [] })
  })
  return router
}
