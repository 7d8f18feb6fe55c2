/** Passkeys of a person. A credential belongs to one person, whoever registers it again. */
import { sql } from 'kysely'
import type { PersonId } from '#workflows/contracts/ids.ts'
import type { SystemTx } from '../system.ts'

export interface PasskeyRow {
  id: string
  credentialId: string
  name: string
  transports: string[]
  createdAt: Date
  lastUsedAt: Date | null
}

export async function listPasskeys(trx: SystemTx, personId: PersonId): Promise<PasskeyRow[]> {
  const { rows } = await sql<PasskeyRow>`
    select id, credential_id as "credentialId", name, transports, created_at as "createdAt",
      last_used_at as "lastUsedAt"
    from app.list_passkeys(${personId})`.execute(trx)
  return rows
}

export interface StoredPasskey {
  personId: PersonId
  email: string
  publicKey: Buffer
  counter: number
  transports: string[]
}

/** Undefined for an unknown one, and for one of a disabled account. */
export async function findPasskey(
  trx: SystemTx,
  credentialId: string,
): Promise<StoredPasskey | undefined> {
  const { rows } = await sql<Omit<StoredPasskey, 'counter'> & { counter: string }>`
    select person_id as "personId", email, public_key as "publicKey", counter, transports
    from app.find_passkey(${credentialId})`.execute(trx)
  const [row] = rows
  return row && { ...row, counter: Number(row.counter) }
}

export interface NewPasskey {
  id: string
  personId: PersonId
  credentialId: string
  name: string
  publicKey: Uint8Array
  counter: number
  transports: readonly string[]
}

/** @returns false when it is registered already */
export async function addPasskey(trx: SystemTx, key: NewPasskey): Promise<boolean> {
  const { rows } = await sql<{ added: boolean }>`
    select app.add_passkey(${key.id}, ${key.personId}, ${key.credentialId}, ${key.name},
      ${Buffer.from(key.publicKey)}, ${key.counter}, ${[...key.transports]}) as added`.execute(trx)
  return rows[0]?.added ?? false
}

/** @returns false when its counter did not grow, as that of a copy would not */
export async function usePasskey(
  trx: SystemTx,
  credentialId: string,
  counter: number,
): Promise<boolean> {
  const { rows } = await sql<{ used: boolean }>`
    select app.use_passkey(${credentialId}, ${counter}) as used`.execute(trx)
  return rows[0]?.used ?? false
}

/** @returns its name before; null when it is none of theirs */
export async function renamePasskey(
  trx: SystemTx,
  personId: PersonId,
  { id, name }: { id: string; name: string },
): Promise<string | null> {
  const { rows } = await sql<{ before: string | null }>`
    select app.rename_passkey(${personId}, ${id}, ${name}) as before`.execute(trx)
  return rows[0]?.before ?? null
}

/** @returns its name; null when it is none of theirs */
export async function removePasskey(
  trx: SystemTx,
  personId: PersonId,
  id: string,
): Promise<string | null> {
  const { rows } = await sql<{ name: string | null }>`
    select app.remove_passkey(${personId}, ${id}) as name`.execute(trx)
  return rows[0]?.name ?? null
}
