/**
 * What "own" means, in one place: an order is its owner's, who placed it; a project is that of the customer's person
 * in charge; an invoice is whose order it is for. What belongs to the company as a whole (billing details, the company itself) is nobody's own.
 */
import { sql, type RawBuilder } from 'kysely'
import type { PersonId } from '#workflows/contracts/ids.ts'
import type { TenantTx } from '../tenant.ts'

/** Whose records only; null: those of the tenant. By address it is somebody who has not joined yet. */
export type OwnOnly = PersonId | { placedBy: string } | null

/** Condition on the alias `o` of orders, from an index. */
export const isOwnOrder = (own: NonNullable<OwnOnly>): RawBuilder<boolean> =>
  typeof own === 'string'
    ? sql<boolean>`o.owner_person_id = ${own}`
    : sql<boolean>`lower(o.placed_by_email) = ${own.placedBy}`

/** Condition on the alias `p` of projects, from an index. */
export const isOwnProject = (own: NonNullable<OwnOnly>): RawBuilder<boolean> =>
  typeof own === 'string'
    ? sql<boolean>`p.owner_person_id = ${own}`
    : sql<boolean>`lower(p.contact_email) = ${own.placedBy}`

/** Condition on the alias `i` of invoices. The numbers are read once per statement. */
export const isOwnInvoice = (trx: TenantTx, own: NonNullable<OwnOnly>): RawBuilder<boolean> =>
  sql<boolean>`i.order_number = any(array(
    select o.number from orders o
    where o.tenant_id = ${trx.tenantId} and o.deleted_at is null and ${isOwnOrder(own)}))`
