/**
 * The cursor of a stream: a position, encrypted and bound to its tenant. Positions count every change of a tenant,
 * so readable ones would tell a member how much happens where they may not look. Any replica can read it, since
 * its key is derived from the instance's encryption keys.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import type { Keyring } from '#db/secrets.ts'
import { AppError } from '#workflows/contracts/errors.ts'
import type { TenantId } from '#workflows/contracts/ids.ts'

export interface CursorCodec {
  write(tenantId: TenantId, position: number): string
  /** Null for what this instance never wrote for this tenant: foreign, tampered with, or no cursor at all. */
  read(tenantId: TenantId, cursor: string): number | null
}

const IV_BYTES = 12
const TAG_BYTES = 16
const POSITION_BYTES = 8
const SHAPE = /^[A-Za-z0-9_-]{48}$/

/** The current key writes; every key of the ring reads, so that a rotation resets nobody. */
export function createCursorCodec(keyring: Keyring): CursorCodec {
  const keys = new Map([...keyring.keys].map(([id, secret]) => [id, deriveKey(secret)]))
  const current = keys.get(keyring.current)
  if (!current) throw new AppError('config', 'ENCRYPTION_KEYS holds no current key.')
  return {
    write(tenantId, position) {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv('aes-256-gcm', current, iv).setAAD(Buffer.from(tenantId))
      const plain = Buffer.alloc(POSITION_BYTES)
      plain.writeBigUInt64BE(BigInt(position))
      const sealed = Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
      return sealed.toString('base64url')
    },
    read(tenantId, cursor) {
      if (!SHAPE.test(cursor)) return null
      const sealed = Buffer.from(cursor, 'base64url')
      for (const key of keys.values()) {
        const position = open(key, sealed, tenantId)
        if (position !== null) return position
      }
      return null
    },
  }
}

const deriveKey = (secret: Buffer): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', 'portside live cursor', 32))

function open(key: Buffer, sealed: Buffer, tenantId: TenantId): number | null {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV_BYTES), {
      authTagLength: TAG_BYTES,
    })
    decipher.setAAD(Buffer.from(tenantId))
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
    const plain = Buffer.concat([
      decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES)),
      decipher.final(),
    ])
    return Number(plain.readBigUInt64BE())
  } catch {
    return null
  }
}
