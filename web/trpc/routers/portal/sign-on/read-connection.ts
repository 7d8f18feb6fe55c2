/** Looks at what an admin gave, at the provider itself, before anything is saved. */
import type { IdentityProvider } from '#db/read/sso/providers.ts'
import type { ProviderValues } from '#db/write/sso/providers.ts'
import { seal } from '#db/secrets.ts'
import { fetchIdpMetadata, readIdpMetadata } from '#web/auth/saml/idp-metadata.ts'
import { oidcParty, SECRET_FIELD } from '#web/auth/sso/load-provider.ts'
import { SsoRejection } from '#web/auth/sso/rejection.ts'
import type { ProviderInput, SignOnProblem } from '#web/portal/settings/sign-on/api.ts'
import type { TrpcServices } from '#web/trpc/context.ts'

export type ReadConnection =
  { type: 'read'; values: ProviderValues } | { type: 'refused'; why: SignOnProblem }

interface Given {
  id: string
  input: ProviderInput
  before: IdentityProvider | null
}

export function readConnection(services: TrpcServices, given: Given): Promise<ReadConnection> {
  return given.input.kind === 'oidc' ? readOidc(services, given) : readSaml(services, given)
}

const refused = (why: SignOnProblem): ReadConnection => ({ type: 'refused', why })

function commonValues({ id, input }: Given): Omit<ProviderValues, 'issuer'> {
  const { kind, name, defaultRole, groupRoles } = input
  return {
    ...{ id, kind, name, defaultRole, groupRoles },
    ...{ clientId: null, clientSecret: null, ssoUrl: null, metadataUrl: null, certificates: [] },
    maxAgeMinutes: null,
    groupsName: input.groupsName.trim() === '' ? null : input.groupsName.trim(),
  }
}

async function readOidc(services: TrpcServices, given: Given): Promise<ReadConnection> {
  const { input, before, id } = given
  const issuer = input.issuer.trim()
  const secret =
    input.clientSecret === ''
      ? (before?.clientSecret ?? null)
      : seal(services.keyring, { owner: id, field: SECRET_FIELD }, input.clientSecret)
  if (!URL.canParse(issuer) || input.clientId.trim() === '' || secret === null) {
    return refused('incomplete')
  }
  const values: ProviderValues = {
    ...commonValues(given),
    ...{ issuer, clientId: input.clientId.trim(), clientSecret: secret },
    maxAgeMinutes: input.maxAgeMinutes,
  }
  const provider = { ...values, state: 'draft' as const, version: 0, testedAt: null }
  try {
    await services.signOn.oidc.check(oidcParty(provider, services))
  } catch (error) {
    if (!(error instanceof SsoRejection)) throw error
    if (error.reason === 'issuer') return refused('issuer_differs')
    return refused(isAddressRefused(error) ? 'address_refused' : 'unreachable')
  }
  return { type: 'read', values }
}

function isAddressRefused(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && at.code === 'upstream_refused') return true
  }
  return false
}

/** Certificates there are stay beside new ones of the same provider, until they have run out: that is a rotation. */
async function readSaml(services: TrpcServices, given: Given): Promise<ReadConnection> {
  const { input, before } = given
  const metadataUrl = input.metadataUrl.trim()
  if (input.metadataXml.trim() === '' && metadataUrl === '') return refused('incomplete')
  const read =
    input.metadataXml.trim() === ''
      ? await fetchIdpMetadata(metadataUrl, services.signOn.guardedFetch)
      : readIdpMetadata(input.metadataXml)
  if (read.type === 'refused') return read
  const { entityId, ssoUrl, certificates } = read.metadata
  const kept = before?.issuer === entityId ? before.certificates : []
  return {
    type: 'read',
    values: {
      ...commonValues(given),
      ...{ issuer: entityId, ssoUrl, metadataUrl: metadataUrl === '' ? null : metadataUrl },
      certificates: [...new Set([...certificates.map(({ pem }) => pem), ...kept])].slice(0, MOST),
    },
  }
}

const MOST = 4
