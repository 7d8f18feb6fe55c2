/**
 * What a signed assertion says, read from the very text that the signature covers. The times, the audience and the
 * signature itself are node-saml's; whom it is for and whom it names is ours.
 */
import type { Element } from '@xmldom/xmldom'
import { SsoRejection, type Rejection } from '../sso/rejection.ts'
import { BEARER, NS } from './names.ts'
import { childrenOf, onlyChild, readXml } from './read-xml.ts'

export interface SignedAssertion {
  id: string
  issuer: string
  /** NameID, exactly as it stands. */
  subject: string
  inResponseTo: string
  /** When the assertion is worth nothing any more. */
  expiresAt: Date
  attributes: ReadonlyMap<string, readonly string[]>
}

export interface ExpectedAssertion {
  idpEntityId: string
  acsUrl: string
}

export const LIMITS = { bytes: 256 * 1024, elements: 2_000, depth: 24, attributes: 4_000 }
const MAX_SUBJECT = 1_000
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/
const FORBIDDEN_IN_SUBJECT = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u

function refuse(reason: Rejection, message: string): never {
  throw new SsoRejection(reason, message)
}

/**
 * @param xml the signed assertion alone, as the signature check returned it
 * @throws SsoRejection
 */
export function readAssertion(xml: string, expected: ExpectedAssertion): SignedAssertion {
  const root = readXml(Buffer.from(xml), LIMITS).document.documentElement
  if (root?.localName !== 'Assertion' || root.namespaceURI !== NS.assertion) {
    return refuse('malformed', 'This is no assertion.')
  }
  const issuer = onlyChild(root, NS.assertion, 'Issuer')?.textContent ?? ''
  if (issuer !== expected.idpEntityId) refuse('issuer', 'The assertion is by somebody else.')
  const id = root.getAttribute('ID') ?? ''
  if (id === '') refuse('malformed', 'The assertion has no id.')
  if (childrenOf(root, NS.assertion, 'AuthnStatement').length === 0) {
    refuse('malformed', 'The assertion does not say that anybody signed in.')
  }
  const subject = onlyChild(root, NS.assertion, 'Subject') ?? refuse('subject', 'Nobody is named.')
  const confirmed = readConfirmation(subject, expected)
  const until = Math.min(confirmed.until, readConditions(root))
  return {
    id,
    issuer,
    subject: readNameId(subject),
    inResponseTo: confirmed.inResponseTo,
    expiresAt: new Date(until),
    attributes: readAttributes(root),
  }
}

/** Not trimmed, not folded: two that differ in anything are two. */
function readNameId(subject: Element): string {
  const name = onlyChild(subject, NS.assertion, 'NameID')?.textContent ?? ''
  if (name.trim() === '' || name.length > MAX_SUBJECT || FORBIDDEN_IN_SUBJECT.test(name)) {
    refuse('subject', 'The name of the person is missing or not acceptable.')
  }
  return name
}

function readConfirmation(
  subject: Element,
  { acsUrl }: ExpectedAssertion,
): { inResponseTo: string; until: number } {
  const confirmation = onlyChild(subject, NS.assertion, 'SubjectConfirmation')
  if (confirmation?.getAttribute('Method') !== BEARER) {
    return refuse('subject', 'The assertion is not for whoever brings it.')
  }
  const data = onlyChild(confirmation, NS.assertion, 'SubjectConfirmationData')
  if (data?.getAttribute('Recipient') !== acsUrl) {
    return refuse('destination', 'The assertion was meant for somebody else.')
  }
  const inResponseTo = data.getAttribute('InResponseTo') ?? ''
  if (inResponseTo === '') refuse('request', 'The assertion answers no request of ours.')
  return { inResponseTo, until: instantOf(data, 'NotOnOrAfter') }
}

function readConditions(root: Element): number {
  const conditions = onlyChild(root, NS.assertion, 'Conditions')
  if (!conditions) return refuse('time', 'The assertion has no conditions.')
  if (conditions.hasAttribute('NotBefore')) instantOf(conditions, 'NotBefore')
  return instantOf(conditions, 'NotOnOrAfter')
}

function instantOf(element: Element, name: string): number {
  const text = element.getAttribute(name) ?? ''
  const at = INSTANT.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? refuse('time', `${name} is not a point in time.`) : at
}

/** A map, so that no name an identity provider makes up is a property of anything. */
function readAttributes(root: Element): Map<string, string[]> {
  const attributes = new Map<string, string[]>()
  for (const statement of childrenOf(root, NS.assertion, 'AttributeStatement')) {
    for (const attribute of childrenOf(statement, NS.assertion, 'Attribute')) {
      const name = attribute.getAttribute('Name') ?? ''
      const values = childrenOf(attribute, NS.assertion, 'AttributeValue').flatMap((value) => {
        const text = value.textContent?.trim() ?? ''
        return text === '' ? [] : [text]
      })
      attributes.set(name, [...(attributes.get(name) ?? []), ...values])
    }
  }
  return attributes
}
