/**
 * XML from outside, bounded before any parser sees it: no document type, comment, CDATA or processing instruction
 * (what no identity provider sends, and what has fooled parsers), few elements, little depth.
 */
import { DOMParser, onErrorStopParsing, type Document, type Element } from '@xmldom/xmldom'
import { SsoRejection } from '../sso/rejection.ts'

export interface XmlLimits {
  /** Of the text, in bytes. */
  bytes: number
  elements: number
  depth: number
  attributes: number
}

const PROLOG = /^\uFEFF?\s*<\?xml\s[^<>]*\?>/
const TAG = /<(\/?)[^<>"']*(?:(?:"[^"<]*"|'[^'<]*')[^<>"']*)*>/g
const ATTRIBUTE = /=\s*["']/g
/** Control characters but tab and line ends, and what is no character at all. */
const NOT_XML = /(?![\t\n\r])\p{Cc}|\uFFFE|\uFFFF/u

const malformed = (message: string, cause?: unknown): SsoRejection =>
  new SsoRejection('malformed', message, { cause })

/** @throws SsoRejection `malformed` */
export function readXml(bytes: Buffer, limits: XmlLimits): { text: string; document: Document } {
  if (bytes.byteLength > limits.bytes) throw malformed('The document is too large.')
  const text = decode(bytes)
  const body = text.replace(PROLOG, '')
  if (/<[!?]/.test(body)) throw malformed('The document holds markup that is not accepted.')
  assertBounded(body, limits)
  try {
    const document = new DOMParser({ onError: onErrorStopParsing }).parseFromString(
      text,
      'text/xml',
    )
    return { text, document }
  } catch (cause) {
    throw malformed('The document is not well-formed.', cause)
  }
}

function decode(bytes: Buffer): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    if (!NOT_XML.test(text)) return text
  } catch {
    // Said below, in our own words.
  }
  throw malformed('The document is not UTF-8 text.')
}

function assertBounded(body: string, limits: XmlLimits): void {
  let [elements, depth, attributes] = [0, 0, 0]
  for (const [tag, closing] of body.matchAll(TAG)) {
    if (closing === '/') depth -= 1
    else {
      elements += 1
      attributes += tag.match(ATTRIBUTE)?.length ?? 0
      if (!tag.endsWith('/>')) depth += 1
    }
    if (elements > limits.elements || depth > limits.depth || attributes > limits.attributes) {
      throw malformed('The document is too complex.')
    }
  }
}

/** Elements below a node, itself excluded, with this local name, whatever its namespace. */
export function descendants(node: Document | Element, name: string): Element[] {
  return [...node.getElementsByTagNameNS('*', name)]
}

/** Children of an element with this name in this namespace. */
export function childrenOf(parent: Element, namespace: string, name: string): Element[] {
  const found: Element[] = []
  for (let at = parent.firstChild; at !== null; at = at.nextSibling) {
    if (at.nodeType !== at.ELEMENT_NODE) continue
    const element = at as Element
    if (element.localName === name && element.namespaceURI === namespace) found.push(element)
  }
  return found
}

/** The only such child; null where there is none or more than one. */
export function onlyChild(parent: Element, namespace: string, name: string): Element | null {
  const found = childrenOf(parent, namespace, name)
  return found.length === 1 ? (found[0] ?? null) : null
}
