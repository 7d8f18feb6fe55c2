/** One project with everything that belongs to it, in one round trip. */
import { sql, type RawBuilder } from 'kysely'
import { AppError } from '#workflows/contracts/errors.ts'
import { isUuid, type RecordId } from '#workflows/contracts/ids.ts'
import type { OrderState } from '#workflows/contracts/orders.ts'
import type { Deliverable, DueDateMove, Milestone } from '#workflows/contracts/projects.ts'
import type { TenantTx } from '../../tenant.ts'
import { instantOf, instantOrNull } from '../instant.ts'
import { calendarOf } from '../orders/lateness.ts'
import { visibleOrders, type OrdersAccess } from '../orders/orders-access.ts'
import {
  projectColumns,
  toProjectRow,
  type ProjectColumns,
  type ProjectRow,
} from './project-row.ts'
import { visibleProjects, type ProjectsAccess } from './projects-access.ts'

export interface LinkedOrder {
  id: RecordId
  number: string
  title: string
  state: OrderState
  promisedOn: string | null
}

export interface ProjectDetails extends ProjectRow {
  /** In the order of the plan. */
  milestones: Milestone[]
  /** In the order of the plan. */
  deliverables: Deliverable[]
  /** Newest first. */
  dueDates: DueDateMove[]
  /** Those the member may see, by number; null without the right to see orders at all. */
  orders: LinkedOrder[] | null
}

interface DetailColumns extends ProjectColumns {
  milestones: Milestone[]
  deliverables: Deliverable[]
  due_dates: DueDateMove[]
  orders: LinkedOrder[] | null
}

/** A project that is not there, not the tenant's, deleted or somebody else's under scope `own` is all the same. */
export async function getProject(
  trx: TenantTx,
  access: ProjectsAccess & { orders: OrdersAccess | null },
  id: string,
): Promise<ProjectDetails> {
  const project = isUuid(id) ? await findProject(trx, access, id as RecordId) : undefined
  if (!project) throw new AppError('not_found', 'This project does not exist.')
  return project
}

async function findProject(
  trx: TenantTx,
  access: ProjectsAccess & { orders: OrdersAccess | null },
  id: RecordId,
): Promise<ProjectDetails | undefined> {
  const own = (alias: 'm' | 'd' | 'e') =>
    sql`${sql.ref(`${alias}.tenant_id`)} = ${trx.tenantId} and ${sql.ref(`${alias}.project_id`)} = ${id}`
  const { rows } = await sql<DetailColumns>`
    select ${projectColumns},
      (select coalesce(json_agg(json_build_object(
          'externalId', m.external_id, 'position', m.position, 'title', m.title, 'state', m.state,
          'dueOn', m.due_on, 'doneAt', m.done_at) order by m.position, m.external_id), '[]')
       from project_milestones m where ${own('m')}) as milestones,
      (select coalesce(json_agg(json_build_object(
          'externalId', d.external_id, 'position', d.position,
          'milestoneExternalId', d.milestone_external_id, 'title', d.title, 'state', d.state,
          'currentVersion', d.current_version, 'dueOn', d.due_on)
          order by d.position, d.external_id), '[]')
       from project_deliverables d where ${own('d')}) as deliverables,
      (select coalesce(json_agg(json_build_object(
          'externalId', e.external_id, 'at', e.at, 'milestoneExternalId', e.milestone_external_id,
          'fromDate', e.from_date, 'toDate', e.to_date, 'reason', e.reason)
          order by e.at desc, e.external_id desc), '[]')
       from project_due_dates e where ${own('e')}) as due_dates,
      ${ordersOf(trx, access.orders, id)} as orders
    from projects p cross join ${calendarOf(trx)}
    where ${visibleProjects(trx, access)} and p.id = ${id}`.execute(trx)
  const [row] = rows
  if (!row) return undefined
  return {
    ...toProjectRow(row),
    milestones: row.milestones.map((milestone) => ({
      ...milestone,
      doneAt: instantOrNull(milestone.doneAt),
    })),
    deliverables: row.deliverables,
    dueDates: row.due_dates.map((move) => ({ ...move, at: instantOf(move.at) })),
    orders: row.orders,
  }
}

/** What refers to an order that has not arrived, or that the member may not see, shows nothing of it. */
function ordersOf(
  trx: TenantTx,
  orders: OrdersAccess | null,
  id: RecordId,
): RawBuilder<LinkedOrder[] | null> {
  if (orders === null) return sql<null>`null::json`
  return sql<LinkedOrder[]>`
    (select coalesce(json_agg(json_build_object(
        'id', o.id, 'number', o.number, 'title', o.title, 'state', o.state,
        'promisedOn', o.promised_on) order by o.number), '[]')
     from project_orders l
     join orders o on o.tenant_id = l.tenant_id and o.connection_id = p.connection_id
       and o.external_id = l.order_external_id
     where l.tenant_id = ${trx.tenantId} and l.project_id = ${id} and ${visibleOrders(trx, orders)})`
}
