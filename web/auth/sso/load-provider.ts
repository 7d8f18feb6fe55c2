/** One provider with its tenant, and as the two protocols want it. */
import type { Database } from '#db/client.ts'
import { findProvider, type IdentityProvider } from '#db/read/sso/providers.ts'
import { unseal, type Keyring } from '#db/secrets.ts'
import { findSsoTenant, type SsoTenant } from '#db/system/sso/doors.ts'
import { withTenant } from '#db/tenant.ts'
import type { OidcParty } from '../oidc/client.ts'
import { serviceProviderOf } from '../saml/service-provider.ts'
import type { SamlParty } from '../saml/verify-response.ts'

export interface LoadedProvider {
  provider: IdentityProvider
  tenant: SsoTenant
}

/** Null for an unknown id, and for a provider of a suspended tenant. */
export async function loadProvider(db: Database, id: string): Promise<LoadedProvider | null> {
  const tenant = await findSsoTenant(db, id)
  if (!tenant) return null
  const provider = await withTenant(db, tenant.id, (trx) => findProvider(trx, id), {
    readOnly: true,
  })
  return provider && { provider, tenant }
}

export const SECRET_FIELD = 'client_secret'

export const oidcRedirectUri = (publicUrl: URL, id: string): string =>
  `${publicUrl.origin}/auth/oidc/${id}/callback`

export function oidcParty(
  provider: IdentityProvider,
  { publicUrl, keyring }: { publicUrl: URL; keyring: Keyring },
): OidcParty {
  const { id, version, issuer, clientSecret } = provider
  return {
    ...{ id, version, issuer, groupsClaim: provider.groupsName },
    clientId: provider.clientId ?? '',
    clientSecret:
      clientSecret === null
        ? ''
        : unseal(keyring, { owner: id, field: SECRET_FIELD }, clientSecret),
    redirectUri: oidcRedirectUri(publicUrl, id),
    maxAgeSeconds: provider.maxAgeMinutes === null ? null : provider.maxAgeMinutes * 60,
  }
}

export function samlParty(provider: IdentityProvider, publicUrl: URL): SamlParty {
  const sp = serviceProviderOf(publicUrl, provider.id)
  return {
    idpEntityId: provider.issuer,
    certificates: provider.certificates,
    spEntityId: sp.entityId,
    acsUrl: sp.acsUrl,
  }
}
