/**
 * Envelope encryption of what connections keep secret. Each sealed text has a data key of its own, wrapped by a
 * key-encryption key (KEK); both layers bind owner and field, so a text moved to another row does not open.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { AppError } from '#workflows/contracts/errors.ts'

/** KEKs by id; the first of the configured list seals, all of them open. */
export interface Keyring {
  readonly current: string
  readonly keys: ReadonlyMap<string, Buffer>
}

/** Where a secret belongs; the same pair must be given to open it. */
export interface SecretPlace {
  /** Id of the owning row, e.g. a ConnectionId. */
  owner: string
  field: string
}

const VERSION = 'v1'
const KEY_BYTES = 32
/** Node decodes base64 leniently; a mistyped key would become another one. */
const KEY_TEXT = /^[A-Za-z0-9+/]{43}=?$/
const IV_BYTES = 12
const TAG_BYTES = 16

/**
 * @param encryptionKeys `k2:<base64>,k1:<base64>`, 32 bytes each; the first is current
 * @throws AppError `config` that names the entry's position, never its content
 * @example const keyring = createKeyring(env.ENCRYPTION_KEYS)
 */
export function createKeyring(encryptionKeys: string): Keyring {
  const keys = new Map<string, Buffer>()
  for (const [at, entry] of encryptionKeys.split(',').entries()) {
    const [id = '', text = ''] = entry.trim().split(/:(.*)/s)
    const key = Buffer.from(text, 'base64')
    if (!/^[a-z0-9_-]{1,32}$/i.test(id) || !KEY_TEXT.test(text) || keys.has(id)) {
      throw new AppError(
        'config',
        `ENCRYPTION_KEYS: entry ${at + 1} is not "id:" and 32 bytes as base64 under a new id.`,
      )
    }
    keys.set(id, key)
  }
  const [current] = keys.keys()
  if (current === undefined) throw new AppError('config', 'ENCRYPTION_KEYS holds no key.')
  return { current, keys }
}

/**
 * @returns text for a column: `v1.<kek id>.<wrapped data key>.<cipher text>`
 * @example const sealed = seal(keyring, { owner: connectionId, field: 'credentials' }, '{"token":"…"}')
 */
export function seal(keyring: Keyring, at: SecretPlace, plain: string): string {
  const dataKey = randomBytes(KEY_BYTES)
  const body = encrypt(dataKey, aadOf(at, 'body'), Buffer.from(plain, 'utf8'))
  return [VERSION, keyring.current, wrap(keyring, at, dataKey), body].join('.')
}

/** @throws AppError `config` when the KEK is gone, the text was altered or belongs to another place; without values */
export function unseal(keyring: Keyring, at: SecretPlace, sealed: string): string {
  const { dataKey, body } = open(keyring, at, sealed)
  return decrypt(dataKey, body, { at, layer: 'body' }).toString('utf8')
}

/**
 * Rotation: wraps the data key with the current KEK; the secret itself is not touched.
 *
 * @returns the same text when it is under the current KEK already
 */
export function rewrap(keyring: Keyring, at: SecretPlace, sealed: string): string {
  const { kekId, dataKey, body } = open(keyring, at, sealed)
  if (kekId === keyring.current) return sealed
  return [VERSION, keyring.current, wrap(keyring, at, dataKey), body].join('.')
}

type Layer = 'body' | 'key'

interface Opened {
  kekId: string
  dataKey: Buffer
  body: string
}

function open(keyring: Keyring, at: SecretPlace, sealed: string): Opened {
  const [version, kekId, wrapped, body, ...rest] = sealed.split('.')
  if (version !== VERSION || !kekId || !wrapped || !body || rest.length > 0) {
    throw broken(at, 'is not a sealed text')
  }
  const kek = keyring.keys.get(kekId)
  if (!kek) throw broken(at, `needs the key "${kekId}", which ENCRYPTION_KEYS does not hold`)
  return { kekId, dataKey: decrypt(kek, wrapped, { at, layer: 'key' }), body }
}

function wrap(keyring: Keyring, at: SecretPlace, dataKey: Buffer): string {
  const kek = keyring.keys.get(keyring.current)
  if (!kek) throw broken(at, 'cannot be sealed: the keyring is empty')
  return encrypt(kek, aadOf(at, 'key'), dataKey)
}

function encrypt(key: Buffer, aad: Buffer, plain: Buffer): string {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(aad)
  const text = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64url')
}

function decrypt(key: Buffer, text: string, bound: { at: SecretPlace; layer: Layer }): Buffer {
  const { at, layer } = bound
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.length < IV_BYTES + TAG_BYTES) throw broken(at, 'is too short')
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), {
    authTagLength: TAG_BYTES,
  })
  decipher.setAAD(aadOf(at, layer)).setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()])
  } catch {
    // The library's own error says nothing more, and a cause might carry buffers into a log.
    throw broken(at, 'was altered, or belongs to another owner or field')
  }
}

/** JSON keeps the parts apart: ("a", "bc") and ("ab", "c") differ. */
const aadOf = (at: SecretPlace, layer: Layer): Buffer =>
  Buffer.from(JSON.stringify([VERSION, layer, at.owner, at.field]))

const broken = (at: SecretPlace, what: string): AppError =>
  new AppError('config', `The secret "${at.field}" of ${at.owner} ${what}.`)
