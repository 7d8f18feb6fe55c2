/** Accounts of staff with what there is to know before one is changed, and what staff did last. Staff are few. */
import { sql } from 'kysely'
import type { StaffRole } from '#workflows/contracts/access.ts'
import type { StaffRefusal } from '#workflows/contracts/console.ts'
import type { StaffId } from '#workflows/contracts/ids.ts'
import type { RecordKind } from '#workflows/contracts/records.ts'
import type { StaffTx } from './staff-tx.ts'

/** `expired`: invited, and the link has run out. */
export const STAFF_STATES = ['active', 'invited', 'expired', 'disabled'] as const
export type StaffState = (typeof STAFF_STATES)[number]

export interface StaffRow {
  id: StaffId
  name: string
  email: string
  role: StaffRole
  state: StaffState
  hasFactor: boolean
  lastSignInAt: string | null
  /** Until when the link of the invitation works or worked. */
  invitedUntil: string | null
  /** Alive now. */
  sessions: number
}

type Columns = Omit<StaffRow, 'lastSignInAt' | 'invitedUntil'> & {
  lastSignInAt: Date | null
  invitedUntil: Date | null
}

/** More than any operator has; what lies beyond is not shown rather than read without end. */
const MAX_STAFF = 500

export async function listStaff(trx: StaffTx): Promise<StaffRow[]> {
  const { rows } = await sql<Columns>`
    select s.id, s.name, s.email, s.role, s.last_sign_in_at as "lastSignInAt",
      s.invited_until as "invitedUntil",
      case when s.disabled_at is not null then 'disabled' when s.invited_until > now() then 'invited'
        when s.invited_until is not null then 'expired' else 'active' end as state,
      exists (select 1 from staff_totp_secrets f where f.staff_id = s.id and f.state = 'active')
        as "hasFactor",
      (select count(*)::int from staff_sessions o where o.staff_id = s.id and o.ended_at is null
         and o.expires_at > now() and o.seen_at > now() - interval '30 minutes') as sessions
    from staff s order by s.disabled_at is not null, lower(s.name), s.id limit ${MAX_STAFF}`.execute(
    trx,
  )
  return rows.map(({ lastSignInAt, invitedUntil, ...row }) => ({
    ...row,
    lastSignInAt: lastSignInAt?.toISOString() ?? null,
    invitedUntil: invitedUntil?.toISOString() ?? null,
  }))
}

/** One thing that somebody of staff did or was refused, as `staff_actions` has it. */
export interface StaffDeed {
  id: string
  /** Of a command, or `staff_join` and `staff_end_own`, which are none. */
  type: string
  by: string
  at: string
  /** Whom or what it was about; null where its type says everything. */
  about: string | null
  /** Where it was about one kind of records only. */
  kind: RecordKind | null
  /** Why, in their own words, where that was asked. */
  because: string | null
  role: StaffRole | null
  from: StaffRole | null
  ended: number
  /** Null: it was done. */
  refused: StaffRefusal | null
}

/** The latest first. */
export async function listStaffDeeds(trx: StaffTx, limit: number): Promise<StaffDeed[]> {
  const { rows } = await sql<Omit<StaffDeed, 'at'> & { at: Date }>`
    select a.id, a.command ->> 'type' as type, a.staff_name as by, a.at,
      coalesce(a.result ->> 'name', a.command ->> 'externalId', s.name, c.name) as about,
      a.command ->> 'kind' as kind, a.command ->> 'reason' as because,
      a.command ->> 'role' as role, a.result ->> 'from' as "from",
      coalesce((a.result ->> 'ended')::int, 0) as ended,
      case when a.result ->> 'type' = 'refused' then a.result ->> 'reason' end as refused
    from (select * from staff_actions order by at desc, id limit ${limit}) a
    left join staff s on s.id = (a.command ->> 'staffId')::uuid
    left join connections c on c.id = (a.command ->> 'connectionId')::uuid
    order by a.at desc, a.id`.execute(trx)
  return rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() }))
}
