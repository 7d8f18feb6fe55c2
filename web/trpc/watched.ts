/** A procedure as it is watched: its time by outcome, and a span of its name. */
import type { TRPCError } from '@trpc/server'
import { withSpan } from '#integrations/kit/watch/span.ts'
import type { WebMetrics } from '../server/watch/web-metrics.ts'
import { toTrpcError } from './errors.ts'

interface Watched {
  path: string
  metrics: Pick<WebMetrics, 'procedureEnded'> | null
}

/** What tRPC's `next()` resolves to; it does not throw. */
type Outcome = { ok: true } | { ok: false; error: TRPCError }

export async function watched<R extends Outcome>(
  { path, metrics }: Watched,
  run: () => Promise<R>,
): Promise<R> {
  const startedAt = performance.now()
  const result = await withSpan(`procedure ${path}`, { 'rpc.system': 'trpc' }, run)
  const outcome = result.ok ? 'ok' : toTrpcError(result.error).code.toLowerCase()
  metrics?.procedureEnded({ path, outcome, ms: performance.now() - startedAt })
  return result
}
