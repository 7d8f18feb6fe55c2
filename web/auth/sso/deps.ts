/** What single sign-on is made of, put together once in the composition root. */
import type { Database } from '#db/client.ts'
import type { Keyring } from '#db/secrets.ts'
import type { Logger } from '#integrations/kit/logger.ts'
import type { OidcClient } from '../oidc/client.ts'
import type { SessionCookies, SsoCookies } from '../session-cookie.ts'
import type { SessionStore } from '../session-store.ts'
import type { RejectionLimit } from './rejection-limit.ts'

export interface SsoDeps {
  db: Database
  keyring: Keyring
  /** Where browsers reach this instance: every address handed out is made from it. */
  publicUrl: URL
  oidc: OidcClient
  store: SessionStore
  cookies: SessionCookies
  ssoCookies: SsoCookies
  limit: RejectionLimit
  log: Logger
}
