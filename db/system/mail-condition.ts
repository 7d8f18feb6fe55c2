/** Asks at the moment of sending whether a mail still holds: between its event and the mail server days may lie. */
import { sql } from 'kysely'
import type { Database } from '../client.ts'
import { withTenant, type TenantTx } from '../tenant.ts'
import type { MailCondition } from './account-mails.ts'
import { hashOfToken } from './single-use.ts'
import { listAdmins } from './sso/certificates.ts'
import { withSystem } from './system.ts'

/** @returns why it is not to be sent, for staff to read; null: it holds */
export async function findMailFault(
  db: Database,
  { to, only }: { to: string; only: MailCondition },
): Promise<string | null> {
  const { token, tenantId, toAdmin } = only
  if (token !== undefined && !(await isTokenLive(db, token))) {
    return 'Its link was used, taken back or replaced before it was sent.'
  }
  if (tenantId === undefined) return null
  return withTenant(db, tenantId, async (trx) => {
    if (!(await isActive(trx))) return 'The customer was suspended before it was sent.'
    if (!toAdmin || (await listAdmins(trx)).some(({ email }) => email === to)) return null
    return 'Who it is for was no admin any more when it was sent.'
  })
}

const isTokenLive = (db: Database, token: string): Promise<boolean> =>
  withSystem(db, async (trx) => {
    const { rows } = await sql`
      select 1 from single_use_tokens where token_hash = ${hashOfToken(token)} and expires_at > now()`.execute(
      trx,
    )
    return rows.length > 0
  })

async function isActive(trx: TenantTx): Promise<boolean> {
  const row = await trx
    .selectFrom('tenants')
    .select('id')
    .where('id', '=', trx.tenantId)
    .where('state', '=', 'active')
    .executeTakeFirst()
  return row !== undefined
}
