/**
 * The one way to have something used once: a row that is deleted by whoever uses it, or a mark that the first use
 * leaves behind. Only hashes are stored, so a dump opens nothing.
 */
import { createHash, randomBytes } from 'node:crypto'
import { sql, type RawBuilder } from 'kysely'
import type { TenantTx } from '../tenant.ts'
import type { SystemTx } from './system.ts'

/** What a token is good for; one of another purpose is none. */
export type TokenPurpose =
  | 'sign_in_step'
  | 'password_reset'
  | 'email_change'
  | 'invitation'
  | 'passkey_challenge'
  | 'sso_request'
  | 'sso_link'
  | 'sso_link_mail'
  | 'staff_sign_in_step'
  | 'staff_invitation'
  | 'recovery_code'
  | 'staff_recovery_code'

export type MarkPurpose = 'totp_step' | 'staff_totp_step' | 'saml_assertion' | 'certificate_notice'

type Trx = SystemTx | TenantTx

export interface NewToken {
  purpose: TokenPurpose
  /** Whom or what it concerns, for revoking; an id, never a secret. */
  subject: string
  payload?: Record<string, unknown>
  lifetimeMs: number
}

export interface UsedToken {
  subject: string
  payload: Record<string, unknown>
}

/** As it is stored. */
export const hashOfToken = (text: string): Buffer => createHash('sha256').update(text).digest()
const lifetime = (ms: number): RawBuilder<unknown> => sql`make_interval(secs => ${ms / 1_000})`
const MAX_TOKEN = 200

/**
 * @returns the token, 256 random bits as base64url: it is nowhere else
 * @example const token = await issueToken(trx, { purpose: 'password_reset', subject: personId, lifetimeMs: 3600_000 })
 */
export async function issueToken(trx: Trx, token: NewToken): Promise<string> {
  const text = randomBytes(32).toString('base64url')
  await storeToken(trx, text, token)
  return text
}

/** For what people copy by hand, which has a shape of its own. @param text at least 80 random bits */
export async function storeToken(trx: Trx, text: string, token: NewToken): Promise<void> {
  const payload = JSON.stringify(token.payload ?? {})
  await sql`
    select app.issue_token(${hashOfToken(text)}, ${token.purpose}, ${token.subject}, ${payload}::jsonb,
      ${lifetime(token.lifetimeMs)})`.execute(trx)
}

/** Of any number of tries at once, one gets it. Null: used, expired, revoked, of another purpose, or never issued. */
export function consumeToken(
  trx: Trx,
  purpose: TokenPurpose,
  token: string,
): Promise<UsedToken | null> {
  return ask(trx, token, (hash) => sql`select * from app.consume_token(${hash}, ${purpose})`)
}

/** What a token would give, without using it up: for the page that asks before it acts. */
export function peekToken(
  trx: Trx,
  purpose: TokenPurpose,
  token: string,
): Promise<UsedToken | null> {
  return ask(trx, token, (hash) => sql`select * from app.peek_token(${hash}, ${purpose})`)
}

/** @returns how many there were */
export async function revokeTokens(
  trx: Trx,
  purpose: TokenPurpose,
  subject: string,
): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select app.revoke_tokens(${purpose}, ${subject})::int as n`.execute(trx)
  return rows[0]?.n ?? 0
}

/** How many of them could still be used. */
export async function countTokens(
  trx: Trx,
  purpose: TokenPurpose,
  subject: string,
): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select app.count_tokens(${purpose}, ${subject})::int as n`.execute(trx)
  return rows[0]?.n ?? 0
}

/**
 * For what we did not issue: true for the first use of this mark, false ever after.
 *
 * @param mark what was used, e.g. a person and a time step; stored as a hash
 * @param keepMs at least as long as it could be used again
 */
export async function markUsed(
  trx: Trx,
  purpose: MarkPurpose,
  { mark, keepMs }: { mark: string; keepMs: number },
): Promise<boolean> {
  const { rows } = await sql<{ first: boolean }>`
    select app.mark_used(${purpose}, ${hashOfToken(mark)}, ${lifetime(keepMs)}) as first`.execute(
    trx,
  )
  return rows[0]?.first ?? false
}

/** Unix milliseconds of the clock that ends tokens and marks; what is compared with them goes by it, not by ours. */
export async function readClock(trx: Trx): Promise<number> {
  const { rows } = await sql<{ at: number }>`
    select extract(epoch from clock_timestamp())::float8 * 1000 as at`.execute(trx)
  return rows[0]?.at ?? Number.NaN
}

async function ask(
  trx: Trx,
  token: string,
  query: (hash: Buffer) => RawBuilder<unknown>,
): Promise<UsedToken | null> {
  if (token.length > MAX_TOKEN) return null
  const { rows } = await (query(hashOfToken(token)) as RawBuilder<UsedToken>).execute(trx)
  return rows[0] ?? null
}
