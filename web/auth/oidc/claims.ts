/** What a verified ID token says of a person. An address counts as theirs only where the provider says so. */
import { decodeProtectedHeader } from './token-header.ts'
import { SsoRejection, type Claims } from '../sso/rejection.ts'

export interface TokenAnswer {
  id_token?: string
  claims(): { [name: string]: unknown; iss: string; sub: string; iat: number } | undefined
}

export interface ExpectedToken {
  clientId: string
  groupsClaim: string | null
}

const TOLERANCE_SECONDS = 60
const MAX_SUBJECT = 255
const FORBIDDEN_HEADERS = ['jku', 'jwk', 'x5u', 'x5c'] as const

/** @throws SsoRejection */
export function claimsOf(answer: TokenAnswer, expected: ExpectedToken): Claims {
  const claims = answer.claims()
  if (!claims || answer.id_token === undefined) {
    throw new SsoRejection('signature', 'The provider sent no ID token.')
  }
  // Keys come from the provider's own address; a token that brings or names another is no honest one.
  const header = decodeProtectedHeader(answer.id_token)
  if (FORBIDDEN_HEADERS.some((name) => name in header)) {
    throw new SsoRejection('signature', 'The token names a key of its own.')
  }
  if (claims.iat > Date.now() / 1_000 + TOLERANCE_SECONDS) {
    throw new SsoRejection('time', 'The token was issued in the future.')
  }
  if (claims['azp'] !== undefined && claims['azp'] !== expected.clientId) {
    throw new SsoRejection('audience', 'The token was issued for somebody else.')
  }
  if (claims.sub === '' || claims.sub.length > MAX_SUBJECT) {
    throw new SsoRejection('subject', 'The token names nobody.')
  }
  return {
    issuer: claims.iss,
    subject: claims.sub,
    email: textOf(claims['email']),
    isEmailVerified: isVerified(claims['email_verified']),
    name: textOf(claims['name']),
    groups: expected.groupsClaim === null ? [] : groupsOf(claims[expected.groupsClaim]),
  }
}

/**
 * Some providers write booleans as text.
 *
 * @example isVerified('false') // false
 */
export const isVerified = (value: unknown): boolean => value === true || value === 'true'

const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : null

function groupsOf(value: unknown): string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  return list.filter((entry) => typeof entry === 'string')
}
