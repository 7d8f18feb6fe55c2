/** The domain of an address, in the one spelling that domains are kept and compared in. */
import { domainToASCII } from 'node:url'

const DOMAIN =
  /^(?=.{3,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/

/**
 * @returns null for what is no domain name with at least two labels
 * @example normalDomain(' Northgate.Example. ') // 'northgate.example'
 */
export function normalDomain(text: string): string | null {
  const ascii = domainToASCII(text.trim().replace(/\.$/, ''))
  return DOMAIN.test(ascii) ? ascii : null
}

/** Addresses are kept in lower case; what comes after the last `@` is the domain. */
export function emailDomain(email: string): string | null {
  const at = email.lastIndexOf('@')
  return at > 0 ? normalDomain(email.slice(at + 1)) : null
}

const EMAIL = /^[^\s@"<>()[\]\\,;:\p{Cc}]{1,64}@[^\s@]+$/u

/** @returns the address as it is kept; null for what is none */
export function normalEmail(text: string): string | null {
  const email = text.trim().toLowerCase()
  const domain = emailDomain(email)
  if (!EMAIL.test(email) || domain === null || email.length > 320) return null
  return `${email.slice(0, email.lastIndexOf('@'))}@${domain}`
}
