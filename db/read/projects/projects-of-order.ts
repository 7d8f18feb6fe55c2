/** The projects an order belongs to, as its page names them. */
import { sql } from 'kysely'
import type { RecordId } from '#workflows/contracts/ids.ts'
import type { TenantTx } from '../../tenant.ts'
import { visibleProjects, type ProjectsAccess } from './projects-access.ts'

export interface ProjectOfOrder {
  id: RecordId
  number: string
  title: string
}

const MAX_ENTRIES = 20

export async function listProjectsOfOrder(
  trx: TenantTx,
  access: ProjectsAccess,
  orderId: RecordId,
): Promise<ProjectOfOrder[]> {
  const { rows } = await sql<ProjectOfOrder>`
    select p.id, p.number, p.title
    from orders o
    join project_orders l on l.tenant_id = o.tenant_id and l.order_external_id = o.external_id
    join projects p on p.tenant_id = l.tenant_id and p.id = l.project_id
      and p.connection_id = o.connection_id
    where o.tenant_id = ${trx.tenantId} and o.id = ${orderId} and ${visibleProjects(trx, access)}
    order by p.number limit ${MAX_ENTRIES}`.execute(trx)
  return rows
}
