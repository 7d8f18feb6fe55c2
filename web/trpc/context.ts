/** What every procedure starts from: the services of the process and the request, never a tenant's data. */
import type { GuardedFetch } from '#integrations/kit/outbound/guarded-fetch.ts'
import type { OidcClient } from '../auth/oidc/client.ts'
import type { ResolveTxt } from '../auth/sso/domain-proof.ts'
import type { RequestSession } from '../auth/request-session.ts'
import type { AuthServices } from '../auth/services.ts'
import type { CursorCodec } from '../live/cursor.ts'
import type { ClientFacts } from '../server/request-facts.ts'
import type { WebMetrics } from '../server/watch/web-metrics.ts'
import type { DenialLog } from './denials.ts'

export interface TrpcServices extends AuthServices {
  cursors: CursorCodec
  /** Setting up single sign-on: what customers' addresses lead to. */
  signOn: { guardedFetch: GuardedFetch; oidc: OidcClient; resolveTxt: ResolveTxt }
  /** What members tried without the right. */
  denials: DenialLog
  /** Null: nobody asks for metrics. */
  metrics: Pick<WebMetrics, 'procedureEnded'> | null
}

export interface TrpcContext {
  services: TrpcServices
  session: RequestSession
  /** From the URL in loaders, from the header in the browser; membership is checked each time. */
  tenantSlug: string | null
  requestId: string
  /** From where the request came. */
  client: ClientFacts
  /** The session goes on under another id, which the browser is given with this answer. */
  renewSession: (id: string) => void
}
