/** An authenticator in software: makes a key and signs challenges as a device would, with its lies on request. */
import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'

/** Just enough CBOR for what an authenticator says. */
type Cbor = number | string | Uint8Array | Map<number | string, Cbor>

function head(major: number, length: number): Buffer {
  if (length < 24) return Buffer.from([(major << 5) | length])
  if (length < 256) return Buffer.from([(major << 5) | 24, length])
  return Buffer.from([(major << 5) | 25, length >> 8, length & 255])
}

function cbor(value: Cbor): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (typeof value === 'string') {
    return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  }
  if (value instanceof Map) {
    return Buffer.concat([
      head(5, value.size),
      ...[...value].flatMap(([key, each]) => [cbor(key), cbor(each)]),
    ])
  }
  return Buffer.concat([head(2, value.length), value])
}

const sha256 = (data: string | Buffer): Buffer => createHash('sha256').update(data).digest()
const PRESENT = 0x01
const VERIFIED = 0x04
const ATTESTED = 0x40

export interface SoftPasskeyOptions {
  /** Where the browser believes to be. */
  origin: string
  rpId?: string
  /** Whether the person is verified, by a finger or a PIN. */
  verifies?: boolean
}

/** What a challenge comes as; what else is in it does not matter here. */
interface Challenge {
  challenge: string
}

export class SoftPasskey {
  readonly id = randomBytes(32)
  readonly #key: KeyObject
  readonly #publicKey: Map<number, Cbor>
  readonly #options: Required<SoftPasskeyOptions>
  counter = 0

  constructor(options: SoftPasskeyOptions) {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    this.#key = privateKey
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
    // COSE: EC2, ES256, P-256.
    this.#publicKey = new Map<number, Cbor>([
      ...([
        [1, 2],
        [3, -7],
        [-1, 1],
      ] as const),
      [-2, Buffer.from(x, 'base64url')],
      [-3, Buffer.from(y, 'base64url')],
    ])
    this.#options = { rpId: new URL(options.origin).hostname, verifies: true, ...options }
  }

  /** @returns JSON text, as the page sends it */
  register({ challenge }: Challenge): string {
    const data = this.#data(ATTESTED, [
      Buffer.alloc(16),
      Buffer.from([0, this.id.length]),
      this.id,
      cbor(this.#publicKey),
    ])
    const attestation = new Map<string, Cbor>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', data],
    ])
    return this.#answer({
      clientDataJSON: this.#client('webauthn.create', challenge).toString('base64url'),
      attestationObject: cbor(attestation).toString('base64url'),
      transports: ['internal'],
    })
  }

  assert({ challenge }: Challenge): string {
    this.counter++
    const client = this.#client('webauthn.get', challenge)
    const data = this.#data(0, [])
    const signature = sign('sha256', Buffer.concat([data, sha256(client)]), this.#key)
    return this.#answer({
      clientDataJSON: client.toString('base64url'),
      authenticatorData: data.toString('base64url'),
      signature: signature.toString('base64url'),
    })
  }

  #data(flags: number, rest: Buffer[]): Buffer {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(this.counter)
    const { rpId, verifies } = this.#options
    const all = PRESENT | (verifies ? VERIFIED : 0) | flags
    return Buffer.concat([sha256(rpId), Buffer.from([all]), counter, ...rest])
  }

  #client(type: string, challenge: string): Buffer {
    return Buffer.from(
      JSON.stringify({ type, challenge, origin: this.#options.origin, crossOrigin: false }),
    )
  }

  #answer(response: object): string {
    const id = this.id.toString('base64url')
    return JSON.stringify({
      ...{ id, rawId: id, type: 'public-key' },
      ...{ clientExtensionResults: {}, response },
    })
  }
}
