/** What the settings of single sign-on need from the server, as types only. Instants are ISO 8601. */
import type { RolePreset } from '#workflows/contracts/access.ts'

export interface CertificateView {
  fingerprint: string
  notAfter: string
  state: 'ok' | 'soon' | 'expired'
}

export interface GroupRoleView {
  group: string
  role: RolePreset
}

export interface ProviderView {
  id: string
  kind: 'oidc' | 'saml'
  name: string
  state: 'draft' | 'active' | 'disabled'
  issuer: string
  clientId: string | null
  metadataUrl: string | null
  certificates: CertificateView[]
  maxAgeMinutes: number | null
  groupsName: string | null
  defaultRole: RolePreset
  groupRoles: GroupRoleView[]
  testedAt: string | null
  /** To hand over to the other side's administrator. */
  ours: { redirectUri: string } | { entityId: string; acsUrl: string }
}

export interface DomainView {
  id: string
  domain: string
  proof: string
  provenAt: string | null
  missingSince: string | null
}

/** `portal.signOn.get` */
export interface SignOnView {
  providers: ProviderView[]
  domains: DomainView[]
  isEnforced: boolean
  /** Who may always come in with a password and a second factor. */
  breakGlassId: string | null
  admins: { id: string; name: string }[]
  mayChange: boolean
}

export interface ProviderInput {
  /** Null: a new one. */
  id: string | null
  kind: 'oidc' | 'saml'
  name: string
  issuer: string
  clientId: string
  /** Empty keeps the one there is. */
  clientSecret: string
  metadataUrl: string
  metadataXml: string
  /** Null: however old. */
  maxAgeMinutes: number | null
  groupsName: string
  defaultRole: RolePreset
  groupRoles: GroupRoleView[]
}

export type SignOnProblem =
  | 'unreachable'
  | 'address_refused'
  | 'not_metadata'
  | 'many_entities'
  | 'no_redirect_binding'
  | 'no_certificate'
  | 'issuer_differs'
  | 'incomplete'
  | 'enforced'
  | 'not_tested'
  | 'no_provider'
  | 'no_domain'
  | 'no_break_glass'
  | 'role_too_far'
  | 'domain_invalid'
  | 'domain_public'
  | 'domain_taken'
  | 'domain_known'
  | 'proof_missing'
  | 'dns_unavailable'

export type SignOnOutcome =
  | { type: 'done' }
  /** It was so already. */
  | { type: 'unchanged' }
  | { type: 'refused'; why: SignOnProblem }

export interface SignOnApi {
  get(): Promise<SignOnView>
  saveProvider(input: ProviderInput): Promise<SignOnOutcome>
  setProviderState(input: { id: string; state: 'active' | 'disabled' }): Promise<SignOnOutcome>
  removeProvider(input: { id: string }): Promise<SignOnOutcome>
  addDomain(input: { domain: string }): Promise<SignOnOutcome>
  checkDomain(input: { id: string }): Promise<SignOnOutcome>
  removeDomain(input: { id: string }): Promise<SignOnOutcome>
  enforce(input: { on: boolean; breakGlassId: string | null }): Promise<SignOnOutcome>
}
