/** Mails about accounts: queued in the transaction of what they tell, sent by a workflow, at least once, while they still hold. */
import { sql } from 'kysely'
import { newId, type TenantId } from '#workflows/contracts/ids.ts'
import type { AccountMail, AccountMailTemplate } from '#workflows/contracts/account-mail.ts'
import { seal, unseal, type Keyring } from '../secrets.ts'
import type { TenantTx } from '../tenant.ts'
import type { SystemTx } from './system.ts'

const FIELD = 'account_mail'

/** What has to hold at the moment of sending; a mail may wait for days. */
export interface MailCondition {
  /** Of its link: one that was used, taken back or replaced opens nothing. */
  token?: string
  /** Whose it is about: nobody is written to on behalf of a customer who is suspended. */
  tenantId?: TenantId
  /** The recipient is an admin of that tenant. */
  toAdmin?: boolean
}

/**
 * @param lifetimeMs after which it is not worth sending any more, e.g. that of its link
 * @returns its id; hand it to `gateway.startAccountMail` after the commit, or leave it to the sweeper
 */
export async function queueAccountMail<T extends AccountMailTemplate>(
  trx: SystemTx | TenantTx,
  keyring: Keyring,
  { lifetimeMs, only = {}, ...mail }: AccountMail<T> & { lifetimeMs: number; only?: MailCondition },
): Promise<string> {
  const id = newId<string>()
  const sealed = seal(
    keyring,
    { owner: id, field: FIELD },
    JSON.stringify({ values: mail.values, only }),
  )
  await sql`
    select app.queue_account_mail(${id}, ${mail.template}, ${mail.to}, ${sealed},
      make_interval(secs => ${lifetimeMs / 1_000}))`.execute(trx)
  return id
}

/** Those that are not finished: each needs its workflow. */
export async function listOpenMails(trx: SystemTx, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from account_mails where state in ('pending', 'sending')
    order by created_at limit ${limit}`.execute(trx)
  return rows.map((row) => row.id)
}

export interface ClaimedMail extends AccountMail {
  id: string
  /** This one included. */
  attempts: number
  isExpired: boolean
  only: MailCondition
}

interface ClaimedRow {
  id: string
  template: AccountMailTemplate
  to: string
  sealed: string
  attempts: number
  isExpired: boolean
}

type Opened = Pick<ClaimedMail, 'values' | 'only'>

/** What a mail that waits will say. */
export function openMail(keyring: Keyring, { id, sealed }: { id: string; sealed: string }): Opened {
  const text = unseal(keyring, { owner: id, field: FIELD }, sealed)
  const said = JSON.parse(text) as Opened | Opened['values']
  // An earlier version sealed the values alone, and such a mail may still wait.
  return 'only' in said ? said : { values: said, only: {} }
}

/** Counts the attempt and commits before anything is sent; undefined when it is finished already. */
export async function claimMail(
  trx: SystemTx,
  keyring: Keyring,
  id: string,
): Promise<ClaimedMail | undefined> {
  const { rows } = await sql<ClaimedRow>`
    update account_mails set state = 'sending', attempts = attempts + 1
    where id = ${id} and state in ('pending', 'sending') and sealed is not null
    returning id, template, recipient as "to", sealed, attempts, expires_at <= now() as "isExpired"`.execute(
    trx,
  )
  const [row] = rows
  if (!row) return undefined
  const { sealed, ...claimed } = row
  return { ...claimed, ...openMail(keyring, { id, sealed }) }
}

export type MailEnd =
  { state: 'sent'; providerId: string | null } | { state: 'failed' | 'pending'; reason: string }

/** Says nothing when another attempt has taken over. A finished mail forgets what it said. */
export async function finishMail(
  trx: SystemTx,
  { id, attempts }: Pick<ClaimedMail, 'id' | 'attempts'>,
  end: MailEnd,
): Promise<void> {
  const isOver = end.state !== 'pending'
  await sql`
    update account_mails set state = ${end.state},
      reason = ${end.state === 'sent' ? null : end.reason},
      provider_id = ${end.state === 'sent' ? end.providerId : null},
      sealed = ${isOver ? null : sql`sealed`},
      finished_at = ${isOver ? sql`now()` : null}
    where id = ${id} and attempts = ${attempts} and state = 'sending'`.execute(trx)
}
