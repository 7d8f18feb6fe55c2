/**
 * What all procedures of the portal start from. Each declares what it needs as meta, so that tests enumerate every
 * cell of (role × procedure); one that declares nothing is refused to everybody.
 */
import { initTRPC } from '@trpc/server'
import { AppError } from '#workflows/contracts/errors.ts'
import type { Permission } from '#workflows/contracts/access.ts'
import type { TrpcContext } from './context.ts'
import { issuesOf, toTrpcError, type ErrorFacts } from './errors.ts'
import { watched } from './watched.ts'

export interface ProcedureMeta {
  /** `membership`: every member of the tenant, whatever the role. `account`: whoever is signed in, about themselves. */
  needs: Permission | 'membership' | 'account'
}

const t = initTRPC
  .context<TrpcContext>()
  .meta<ProcedureMeta>()
  .create({
    isDev: false,
    errorFormatter: ({ shape, error, ctx }) => {
      const facts: ErrorFacts = { requestId: ctx?.requestId ?? null, issues: issuesOf(error) }
      const { code, httpStatus } = shape.data
      // tRPC repeats the path that was asked for in its own messages.
      const message = error.code === 'NOT_FOUND' ? NOT_FOUND : shape.message
      return { code: shape.code, message, data: { code, httpStatus, ...facts } }
    },
  })

/** One answer for a foreign thing, an unknown one, and a module the role does not have. */
export const NOT_FOUND = 'This does not exist.'

export const notFound = (): AppError => new AppError('not_found', NOT_FOUND)

const ownErrors = t.middleware(async ({ ctx, next, path }) => {
  const result = await watched({ path, metrics: ctx.services.metrics }, next)
  if (result.ok) return result
  const error = toTrpcError(result.error)
  if (error.code === 'INTERNAL_SERVER_ERROR' || error.code === 'SERVICE_UNAVAILABLE') {
    ctx.services.log.error({ err: error, path, requestId: ctx.requestId }, 'procedure failed')
  }
  throw error
})

export const { router, createCallerFactory, middleware } = t
export const procedure = t.procedure.use(ownErrors)
