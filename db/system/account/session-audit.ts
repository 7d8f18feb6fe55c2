/** Tells the tenants that a session may enter when it begins and ends; others learn nothing of when somebody works. */
import { sql } from 'kysely'
import type { SessionGate, SessionMethod } from '#workflows/contracts/access.ts'
import type { PersonId, TenantId } from '#workflows/contracts/ids.ts'
import { writeAccountAudit } from '../../write/account-audit.ts'
import type { AuditOrigin } from '../../write/audit.ts'
import type { SystemTx } from '../system.ts'

export interface SessionToTell {
  person: { id: PersonId; name: string }
  handle: string
  method: SessionMethod
  tenantIds: TenantId[]
}

interface SessionRow {
  person_id: PersonId
  name: string
  handle: string
  method: SessionMethod
  tenants: { id: TenantId; gate: SessionGate | null }[]
}

/** Null when there is no such session, it ended, or it ran out. */
export async function findSessionToTell(
  trx: SystemTx,
  idHash: Buffer,
): Promise<SessionToTell | null> {
  const { rows } = await sql<SessionRow>`
    select person_id, name, handle, method, tenants from app.authenticate(${idHash}, null, false)`.execute(
    trx,
  )
  const [row] = rows
  if (!row) return null
  const { person_id: id, name, handle, method, tenants } = row
  const open = tenants.filter(({ gate }) => gate === null)
  return { person: { id, name }, handle, method, tenantIds: open.map((tenant) => tenant.id) }
}

export const tellOfSession = (
  trx: SystemTx,
  { person, handle, method, tenantIds }: SessionToTell,
  told: { action: 'session.started' | 'session.ended'; origin: AuditOrigin },
): Promise<void> =>
  writeAccountAudit(trx, { tenantIds, person, origin: { ...told.origin, sessionMethod: method } }, [
    { action: told.action, subjectId: handle, subjectLabel: '', changes: {}, requestId: null },
  ])
