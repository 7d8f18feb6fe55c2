/**
 * The Stripe library under our policy: pinned version, no retries, no telemetry. `read` runs calls, turns
 * what goes wrong into our AppError, and says for which moment the answer is certainly good.
 */
import Stripe from 'stripe'
import { AppError } from '#workflows/contracts/errors.ts'
import { beginAsking } from '../../kit/begin-asking.ts'
import type { SourceClientOptions } from '../../kit/connector.ts'
import { createPolicyHttpClient, type ReadContext, readContext } from './http-client.ts'
import { STRIPE_API_VERSION } from '../version.ts'

export interface Read<T> {
  value: T
  /** Unix seconds; never after the moment Stripe looked. */
  asOf: number
}

export interface StripeApi {
  stripe: Stripe
  /** @throws AppError, as SourceReader says; or the signal's reason */
  read<T>(work: (stripe: Stripe) => Promise<T>, signal?: AbortSignal): Promise<Read<T>>
}

export function createStripeApi({ baseUrl, credentials, http }: SourceClientOptions): StripeApi {
  const key = credentials['secretKey']
  if (!key) throw new AppError('config', 'This Stripe connection has no secret key.')
  const stripe = new Stripe(key, {
    apiVersion: STRIPE_API_VERSION,
    httpClient: createPolicyHttpClient({ http, baseUrl }),
    maxNetworkRetries: 0,
    telemetry: false,
  })
  return {
    stripe,
    async read(work, signal) {
      const asked = beginAsking()
      const context: ReadContext = { signal, onDate: asked.onDate }
      try {
        const value = await readContext.run(context, () => work(stripe))
        return { value, asOf: Math.floor(asked.asOf() / 1000) }
      } catch (error) {
        signal?.throwIfAborted()
        throw causeOf(error)
      }
    },
  }
}

/** The library wraps whatever its HTTP client throws. */
function causeOf(error: unknown): unknown {
  if (!(error instanceof Stripe.errors.StripeError)) return error
  const { detail }: { detail?: unknown } = error
  if (detail instanceof Error) return detail
  return new AppError('upstream_invalid', 'Stripe answered in a way its own library refuses.', {
    cause: error,
  })
}
