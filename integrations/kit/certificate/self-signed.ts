/**
 * A self-signed certificate for an RSA key, as SAML hands public keys around: nothing in it is trusted but the key
 * itself. Node reads certificates and makes none, so the few structures of X.509 that it takes are written here.
 */
import { createPrivateKey, createPublicKey, randomBytes, sign } from 'node:crypto'

export interface SelfSigned {
  /** PKCS #8 or #1, PEM; RSA. */
  privateKey: string
  commonName: string
  notBefore: Date
  notAfter: Date
}

const TAG = { integer: 0x02, bits: 0x03, null: 0x05, oid: 0x06, text: 0x0c, set: 0x31, list: 0x30 }
const UTC_TIME = 0x17
const GENERAL_TIME = 0x18
const VERSION_FIELD = 0xa0
/** 1.2.840.113549.1.1.11 */
const SHA256_WITH_RSA = Buffer.from('2a864886f70d01010b', 'hex')
/** 2.5.4.3 */
const COMMON_NAME = Buffer.from('550403', 'hex')

/**
 * @returns PEM
 * @example selfSignedCertificate({ privateKey, commonName: 'Portside', notBefore, notAfter })
 */
export function selfSignedCertificate(given: SelfSigned): string {
  const key = createPrivateKey(given.privateKey)
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' })
  const algorithm = list(der(TAG.oid, SHA256_WITH_RSA), der(TAG.null, Buffer.alloc(0)))
  const name = list(
    der(TAG.set, list(der(TAG.oid, COMMON_NAME), der(TAG.text, Buffer.from(given.commonName)))),
  )
  // Positive, as a serial number must be.
  const serial = Buffer.concat([Buffer.from([0x40]), randomBytes(15)])
  const body = list(
    der(VERSION_FIELD, der(TAG.integer, Buffer.from([2]))),
    der(TAG.integer, serial),
    algorithm,
    name,
    list(time(given.notBefore), time(given.notAfter)),
    name,
    spki,
  )
  const signature = Buffer.concat([Buffer.from([0]), sign('sha256', body, key)])
  const base64 = list(body, algorithm, der(TAG.bits, signature)).toString('base64')
  return toPem(base64)
}

/** @param base64 a certificate as XML documents hold it */
export function toPem(base64: string): string {
  const lines = base64.replace(/\s+/g, '').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}

function der(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content])
}

const list = (...parts: Buffer[]): Buffer => der(TAG.list, Buffer.concat(parts))

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length])
  const hex = length.toString(16)
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes])
}

/** Two digits of the year until 2049, four from 2050 on (RFC 5280, 4.1.2.5). */
function time(at: Date): Buffer {
  const digits = at.toISOString().replace(/[-:T]|\.\d+/g, '')
  return at.getUTCFullYear() < 2050
    ? der(UTC_TIME, Buffer.from(digits.slice(2)))
    : der(GENERAL_TIME, Buffer.from(digits))
}
