/** The demo's customers with single sign-on: the sandbox plays the identity provider of each. */
import { z } from 'zod'
import { AppError } from '#workflows/contracts/errors.ts'
import type { ProviderSpec, SeedSpec, TenantSpec } from './spec.ts'

const facts = z.object({ entityId: z.string(), ssoUrl: z.string(), certificate: z.string() })
const TIMEOUT_MS = 10_000

/** What the sandbox's OpenID provider accepts; see integrations/sandbox/identity. */
const CLIENT = { clientId: 'portside', clientSecret: 'sandbox-client-secret' }

const ROLES: Pick<ProviderSpec, 'groupsName' | 'defaultRole' | 'groupRoles'> = {
  groupsName: 'groups',
  defaultRole: 'project',
  groupRoles: [
    { group: 'admins', role: 'admin' },
    { group: 'buyers', role: 'billing' },
  ],
}

/** Northgate by OpenID Connect, Lindqvist by SAML; Vellmar has none yet: set it up from the portal. */
export async function withDemoSignOn(spec: SeedSpec, sandboxUrl: string): Promise<SeedSpec> {
  const saml = await readSaml(sandboxUrl)
  const added: Record<string, Pick<TenantSpec, 'identityProviders' | 'domains'>> = {
    northgate: {
      domains: ['northgate.example'],
      identityProviders: [
        {
          ...{ kind: 'oidc', name: 'Northgate account', issuer: `${sandboxUrl}/oidc` },
          ...{ ...CLIENT, ...ROLES, certificates: [] },
        },
      ],
    },
    lindqvist: {
      domains: ['lindqvist.example'],
      identityProviders: [
        {
          ...{ kind: 'saml', name: 'Lindqvist account', issuer: saml.entityId },
          ...{ ssoUrl: saml.ssoUrl, certificates: [saml.certificate], ...ROLES },
        },
      ],
    },
  }
  return {
    ...spec,
    tenants: spec.tenants.map((tenant) => ({ ...tenant, ...added[tenant.slug] })),
  }
}

async function readSaml(sandboxUrl: string): Promise<z.output<typeof facts>> {
  try {
    const response = await fetch(`${sandboxUrl}/saml/facts`, {
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    return facts.parse(await response.json())
  } catch (cause) {
    throw new AppError('config', 'SANDBOX_URL does not answer as the sandbox does.', { cause })
  }
}
