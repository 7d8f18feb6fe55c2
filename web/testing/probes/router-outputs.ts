/** What every procedure answers, as a type: read by the compiler in declared-fields.ts, never run. */
import type { inferRouterOutputs } from '@trpc/server'
import type { AppRouter } from '../../trpc/router.ts'

export type RouterOutputs = inferRouterOutputs<AppRouter>
