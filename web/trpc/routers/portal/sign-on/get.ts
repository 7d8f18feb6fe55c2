/** `portal.signOn.get`: the providers and domains of the tenant, and who comes in how. Secrets stay where they are. */
import {
  CERTIFICATE_NOTICE_MS,
  readCertificate,
  type CertificateFacts,
} from '#integrations/kit/certificate/read-certificate.ts'
import { listMembers } from '#db/read/members.ts'
import { listDomains, listProviders, type IdentityProvider } from '#db/read/sso/providers.ts'
import { isSsoEnforced } from '#db/read/sso/enforcement.ts'
import { serviceProviderOf } from '#web/auth/saml/service-provider.ts'
import { oidcRedirectUri } from '#web/auth/sso/load-provider.ts'
import type { CertificateView, ProviderView, SignOnView } from '#web/portal/settings/sign-on/api.ts'
import { memberProcedure } from '#web/trpc/member-procedure.ts'

export const get = memberProcedure
  .meta({ needs: { module: 'settings', action: 'view' } })
  .query(async ({ ctx }): Promise<SignOnView> => {
    const { publicUrl } = ctx.services
    return ctx.read(async (trx) => {
      const providers = await listProviders(trx)
      const domains = await listDomains(trx)
      const members = await listMembers(trx)
      const admins = members.filter(
        ({ role, isActive }) => isActive && role.type === 'preset' && role.preset === 'admin',
      )
      return {
        providers: providers.map((provider) => toView(provider, publicUrl)),
        domains: domains.map(({ id, domain, proof, ...domainAt }) => ({
          ...{ id, domain, proof },
          provenAt: domainAt.provenAt?.toISOString() ?? null,
          missingSince: domainAt.missingSince?.toISOString() ?? null,
        })),
        isEnforced: await isSsoEnforced(trx),
        breakGlassId: members.find(({ breaksGlass }) => breaksGlass)?.personId ?? null,
        admins: admins.map(({ personId, name }) => ({ id: personId, name })),
        mayChange: ctx.may({ module: 'settings', action: 'manage' }),
      }
    })
  })

function toView(provider: IdentityProvider, publicUrl: URL): ProviderView {
  const { id, kind, name, state, issuer, clientId, metadataUrl, groupsName } = provider
  const { defaultRole, groupRoles, maxAgeMinutes } = provider
  return {
    ...{
      id,
      kind,
      name,
      state,
      issuer,
      clientId,
      metadataUrl,
      groupsName,
      maxAgeMinutes,
      defaultRole,
      groupRoles,
    },
    certificates: certificateViews(provider.certificates),
    testedAt: provider.testedAt?.toISOString() ?? null,
    ours:
      kind === 'oidc'
        ? { redirectUri: oidcRedirectUri(publicUrl, id) }
        : serviceProviderOf(publicUrl, id),
  }
}

/** One that ends is worth a warning where no other lasts: while one replaces another, the old may go. */
function certificateViews(pems: readonly string[]): CertificateView[] {
  const all = pems.flatMap((pem) => readCertificate(pem) ?? [])
  const endsSoon = ({ notAfter }: CertificateFacts): boolean =>
    notAfter.getTime() - Date.now() < CERTIFICATE_NOTICE_MS
  const isReplaced = !all.every(endsSoon)
  return all.map((facts) => ({
    fingerprint: facts.fingerprint,
    notAfter: facts.notAfter.toISOString(),
    state: isReplaced || !endsSoon(facts) ? 'ok' : facts.notAfter > new Date() ? 'soon' : 'expired',
  }))
}
