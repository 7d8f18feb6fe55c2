/**
 * What an answer must look like before its signature is worth verifying: one assertion in its one place, signatures
 * where they belong and over what holds them, known algorithms only. Wrapping attacks need a second place.
 */
import type { Document, Element } from '@xmldom/xmldom'
import { SsoRejection, type Rejection } from '../sso/rejection.ts'
import { ALGORITHMS, NS, SUCCESS } from './names.ts'
import { childrenOf, descendants, onlyChild } from './read-xml.ts'

export interface ExpectedResponse {
  idpEntityId: string
  /** Where answers are sent to: our assertion consumer. */
  acsUrl: string
}

const refuse = (reason: Rejection, message: string): never => {
  throw new SsoRejection(reason, message)
}

/** @throws SsoRejection unless the outside of the answer is as we expect it */
export function assertResponseShape(document: Document, expected: ExpectedResponse): void {
  const root = document.documentElement
  if (root?.localName !== 'Response' || root.namespaceURI !== NS.protocol) {
    return refuse('malformed', 'This is no SAML response.')
  }
  assertUniqueIds(document)
  assertSuccess(root)
  const destination = root.getAttribute('Destination')
  if (destination !== expected.acsUrl) refuse('destination', 'The answer was meant for others.')
  for (const issuer of childrenOf(root, NS.assertion, 'Issuer')) {
    if (issuer.textContent !== expected.idpEntityId) refuse('issuer', 'Somebody else answered.')
  }
  assertOneAssertion(root, document)
  assertSignatures(document)
}

function assertSuccess(root: Element): void {
  const status = onlyChild(root, NS.protocol, 'Status')
  const code = status && onlyChild(status, NS.protocol, 'StatusCode')
  if (code?.getAttribute('Value') !== SUCCESS) {
    refuse('status', 'The identity provider did not sign this person in.')
  }
}

function assertOneAssertion(root: Element, document: Document): void {
  const found = descendants(document, 'Assertion')
  const isInPlace = found[0]?.parentNode === root && found[0].namespaceURI === NS.assertion
  // Our metadata offers no key to encrypt for, so an encrypted one has no place here.
  const sealed = descendants(document, 'EncryptedAssertion')
  if (found.length !== 1 || sealed.length > 0 || !isInPlace) {
    refuse('malformed', 'There must be exactly one assertion, in its place.')
  }
}

/** An id that stands twice lets a signature cover one element while another is read. */
export function assertUniqueIds(node: Document): void {
  const ids = descendants(node, '*').flatMap((element) =>
    ['ID', 'Id', 'id'].flatMap((name) => element.getAttribute(name) ?? []),
  )
  if (new Set(ids).size !== ids.length) refuse('malformed', 'An id stands twice.')
}

/** @throws SsoRejection `algorithm` or `malformed` */
export function assertSignatures(document: Document): void {
  for (const [name, accepted] of Object.entries(ALGORITHMS)) {
    for (const element of descendants(document, name)) {
      if (!accepted.includes(element.getAttribute('Algorithm') ?? '')) {
        refuse('algorithm', `${name} is not one of those that are accepted.`)
      }
    }
  }
  for (const signature of descendants(document, 'Signature')) assertSignature(signature)
}

function assertSignature(signature: Element): void {
  const parent = signature.parentNode as Element | null
  const signs = parent?.localName === 'Response' || parent?.localName === 'Assertion'
  const info = onlyChild(signature, NS.signature, 'SignedInfo')
  const reference = info && onlyChild(info, NS.signature, 'Reference')
  const single = ['SignedInfo', 'SignatureValue', 'Reference', 'DigestValue', 'SignatureMethod']
  const isPlain =
    single.every((name) => descendants(signature, name).length === 1) &&
    descendants(signature, 'Object').length === 0
  const covers =
    parent !== null && reference?.getAttribute('URI') === `#${parent.getAttribute('ID') ?? ''}`
  if (!signs || !isPlain || !covers) refuse('malformed', 'A signature is not where it belongs.')
}
