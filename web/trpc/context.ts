/** What every procedure starts from: the services of the process and the request, never a tenant's data. */
import type { Database } from '#db/client.ts'
import type { Keyring } from '#db/secrets.ts'
import type { Logger } from '#integrations/kit/logger.ts'
import type { GuardedFetch } from '#integrations/kit/outbound/guarded-fetch.ts'
import type { OidcClient } from '../auth/oidc/client.ts'
import type { ResolveTxt } from '../auth/sso/domain-proof.ts'
import type { RequestSession } from '../auth/request-session.ts'
import type { CursorCodec } from '../live/cursor.ts'
import type { ClientFacts } from '../server/request-facts.ts'

export interface TrpcServices {
  db: Database
  cursors: CursorCodec
  keyring: Keyring
  /** Where browsers reach this instance: every link is made from it. */
  publicUrl: URL
  /** After the commit; the sweeper sends what this misses. Never throws and never waits. */
  sendMailSoon: (mailId: string) => void
  /** Setting up single sign-on: what customers' addresses lead to. */
  signOn: { guardedFetch: GuardedFetch; oidc: OidcClient; resolveTxt: ResolveTxt }
  log: Logger
  /** The company that runs this portal, as pages name it. */
  operatorName: string
}

export interface TrpcContext {
  services: TrpcServices
  session: RequestSession
  /** From the URL in loaders, from the header in the browser; membership is checked each time. */
  tenantSlug: string | null
  requestId: string
  /** From where the request came. */
  client: ClientFacts
}
