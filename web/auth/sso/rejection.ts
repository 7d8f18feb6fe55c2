/**
 * Why a sign-in by an identity provider was refused: one word for the audit log, and for the page that tells a member
 * what helps. What exactly was wrong with a forged answer is nobody's business but the log's.
 */
export const REJECTIONS = [
  /** Not a well-formed answer, or one beyond what we read. */
  'malformed',
  'algorithm',
  'signature',
  'issuer',
  'audience',
  'destination',
  /** Too old, not yet valid, or without a time limit. */
  'time',
  /** The identity provider itself said no. */
  'status',
  'subject',
  /** Unknown, used, of another browser or provider, or too late. */
  'request',
  'replayed',
  'provider_off',
  'provider_unavailable',
  'email_missing',
  'email_unverified',
  'domain_not_proven',
  /** Removed from the company, or the account is disabled. */
  'removed',
] as const

export type Rejection = (typeof REJECTIONS)[number]

export class SsoRejection extends Error {
  readonly reason: Rejection

  constructor(reason: Rejection, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'SsoRejection'
    this.reason = reason
  }
}

/** What an identity provider vouches for. */
export interface Claims {
  issuer: string
  /** `sub` or NameID, exactly as it came. */
  subject: string
  email: string | null
  /** Whether the provider says that the address is this person's; for SAML it always does. */
  isEmailVerified: boolean
  name: string | null
  groups: readonly string[]
}
