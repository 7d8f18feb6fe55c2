/** What waits for a person, for the numbers in the navigation. */
import { sql } from 'kysely'
import { CAP, toCapped, type Capped } from './capped.ts'
import type { StaffTx } from './staff-tx.ts'

export interface Attention {
  quarantined: Capped
  /** Records, not customers. */
  unmapped: Capped
}

export async function countAttention(trx: StaffTx): Promise<Attention> {
  const { rows } = await sql<{ quarantined: number; unmapped: number }>`
    select
      (select count(*) from (select 1 from inbox where state = 'quarantined' limit ${CAP}) q) as quarantined,
      (select count(*) from (select 1 from inbox where state = 'unmapped' limit ${CAP}) u) as unmapped`.execute(
    trx,
  )
  return {
    quarantined: toCapped(rows[0]?.quarantined ?? 0),
    unmapped: toCapped(rows[0]?.unmapped ?? 0),
  }
}
