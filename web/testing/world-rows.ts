/** Rows of a test's world, each written the shortest way that the schema allows. */
import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import { seal, type Keyring } from '#db/secrets.ts'
import type { RolePreset } from '#workflows/contracts/access.ts'
import {
  newId,
  type ConnectionId,
  type InvitationId,
  type PersonId,
  type RecordId,
  type RoleId,
  type TenantId,
} from '#workflows/contracts/ids.ts'

export interface Member {
  id: PersonId
  email: string
}

export interface Tenant {
  id: TenantId
  slug: string
  customerId: string
  orderIds: RecordId[]
  /** The first is for the first order. */
  projectIds: RecordId[]
  /** Open ones; the first is for the order A-1. */
  invoiceIds: RecordId[]
  draftId: RecordId | null
  /** A draft, and a domain that is not proven. */
  signOn: { providerId: string; domainId: string }
  /** A role of its own: sees own orders with their amounts. The open invitation is for it. */
  roleId: RoleId
  invitationId: InvitationId
  members: Record<RolePreset, Member>
}

export interface ConnectionFacts {
  source: string
  state: string
  secrets: string[]
}

/** What every row is written with. */
export interface RowContext {
  sql: pg.Pool
  keyring: Keyring
  passwordHash: string
}

export const newSecret = (): string => `whsec_${randomBytes(24).toString('base64')}`

export async function addMember(
  { sql, passwordHash }: RowContext,
  tenant: Pick<Tenant, 'id' | 'slug'>,
  role: RolePreset,
): Promise<Member> {
  const member = { id: newId<PersonId>(), email: `${newId()}@${tenant.slug}.test` }
  await sql.query('insert into people (id, email, name, password_hash) values ($1, $2, $3, $4)', [
    member.id,
    member.email,
    `${role} of ${tenant.slug}`,
    passwordHash,
  ])
  await sql.query('insert into memberships (tenant_id, person_id, role) values ($1, $2, $3)', [
    tenant.id,
    member.id,
    role,
  ])
  return member
}

/** A tenant with a member in every preset, linked as `C-{slug}` at the connection. */
export async function addTenant(
  context: RowContext,
  slug: string,
  connectionId: ConnectionId,
): Promise<Tenant> {
  const tenant = { id: newId<TenantId>(), slug, customerId: `C-${slug}` }
  await context.sql.query('insert into tenants (id, slug, name) values ($1, $2, $3)', [
    tenant.id,
    slug,
    `The ${slug}`,
  ])
  await context.sql.query(
    'insert into links (connection_id, external_id, tenant_id) values ($1, $2, $3)',
    [connectionId, tenant.customerId, tenant.id],
  )
  const signOn = { providerId: newId<string>(), domainId: newId<string>() }
  await context.sql.query(
    `insert into identity_providers (tenant_id, id, kind, name, issuer, client_id)
     values ($1, $2, 'oidc', 'Draft', 'https://login.test', 'x')`,
    [tenant.id, signOn.providerId],
  )
  await context.sql.query(
    `insert into tenant_domains (tenant_id, id, domain, proof) values ($1, $2, $3, 'proof-' || $3)`,
    [tenant.id, signOn.domainId, `${slug}.test`],
  )
  const addPreset = (role: RolePreset): Promise<Member> => addMember(context, tenant, role)
  const [admin, billing, project] = [
    await addPreset('admin'),
    await addPreset('billing'),
    await addPreset('project'),
  ]
  const [requester, auditor] = [await addPreset('requester'), await addPreset('auditor')]
  const { roleId, invitationId } = await addTeam(context, tenant, admin)
  return {
    ...tenant,
    roleId,
    invitationId,
    orderIds: [],
    projectIds: [],
    invoiceIds: [],
    draftId: null,
    signOn,
    members: { admin, billing, project, requester, auditor },
  }
}

async function addTeam(
  { sql }: RowContext,
  tenant: Pick<Tenant, 'id' | 'slug'>,
  by: Member,
): Promise<Pick<Tenant, 'roleId' | 'invitationId'>> {
  const [roleId, invitationId] = [newId<RoleId>(), newId<InvitationId>()]
  await sql.query('insert into roles (tenant_id, id, name, grants) values ($1, $2, $3, $4)', [
    tenant.id,
    roleId,
    `Buyer of ${tenant.slug}`,
    JSON.stringify({ orders: { view: 'own', amounts: 'own' } }),
  ])
  await sql.query(
    `insert into invitations (tenant_id, id, email, role_id, invited_by, expires_at)
     values ($1, $2, $3, $4, $5, now() + interval '7 days')`,
    [tenant.id, invitationId, `invited@${tenant.slug}.test`, roleId, by.id],
  )
  return { roleId, invitationId }
}

export async function addConnection(
  { sql, keyring }: RowContext,
  change: Partial<ConnectionFacts> = {},
): Promise<{ id: ConnectionId; secret: string }> {
  const id = newId<ConnectionId>()
  const secret = newSecret()
  const secrets = (change.secrets ?? [secret]).map((plain) =>
    seal(keyring, { owner: id, field: 'webhook_secrets' }, plain),
  )
  await sql.query(
    `insert into connections (id, source, name, state, base_url, credentials, webhook_secrets)
     values ($1, $2, 'Orders', $3, 'http://127.0.0.1:9/orders', 'x', $4)`,
    [id, change.source ?? 'orders', change.state ?? 'active', JSON.stringify(secrets)],
  )
  return { id, secret }
}

export async function addOrders(
  { sql }: RowContext,
  tenant: Tenant,
  { count, connectionId }: { count: number; connectionId: ConnectionId },
): Promise<void> {
  const ids = Array.from({ length: count }, () => newId<RecordId>())
  tenant.orderIds.push(...ids)
  await sql.query(
    `insert into orders (tenant_id, id, connection_id, external_id, version, content_hash, number,
       title, state, currency, total_minor, placed_at, changed_at, owner_person_id)
     select $1::uuid, id, $2::uuid, $3 || '-' || id, 1, '\\x00', 'A-' || n, 'Valve for ' || $3,
       'confirmed', 'EUR', 12345, now(), now(), case when n = 1 then $5::uuid end
     from unnest($4::uuid[]) with ordinality as given (id, n)`,
    [tenant.id, connectionId, tenant.slug, ids, tenant.members.requester.id],
  )
}

/** Each with a milestone, something handed over at it, a moved date, and one of the orders. */
export async function addProjects(
  { sql }: RowContext,
  tenant: Tenant,
  { count, connectionId }: { count: number; connectionId: ConnectionId },
): Promise<void> {
  const ids = Array.from({ length: count }, () => newId<RecordId>())
  tenant.projectIds.push(...ids)
  await sql.query(
    `insert into projects (tenant_id, id, connection_id, external_id, version, content_hash, number, title, state,
       milestones_total, milestones_done, next_milestone, next_due_on, changed_at)
     select $1::uuid, id, $2::uuid, $3 || '-' || id, 1, '\\x00', 'P-' || n, 'Plant for ' || $3, 'active', 1, 0,
       'Test', current_date - 1, now()
     from unnest($4::uuid[]) with ordinality as given (id, n)`,
    [tenant.id, connectionId, tenant.slug, ids],
  )
  for (const insert of [
    `project_milestones (tenant_id, project_id, external_id, position, title, state)
     select $1::uuid, id, 'm1', 1, 'Test of ' || $3, 'in_progress'`,
    `project_deliverables (tenant_id, project_id, external_id, position, milestone_external_id, title, state)
     select $1::uuid, id, 'd1', 1, 'm1', 'Protocol of ' || $3, 'preparing'`,
    `project_due_dates (tenant_id, project_id, external_id, at, milestone_external_id, to_date, reason)
     select $1::uuid, id, 'h1', now(), 'm1', current_date - 1, 'Late for ' || $3`,
    `project_orders (tenant_id, project_id, order_external_id)
     select $1::uuid, id, $3 || '-' || $4`,
  ]) {
    await sql.query(
      `insert into ${insert} from unnest($2::uuid[]) as given (id) where $4::text is not null`,
      [tenant.id, ids, tenant.slug, tenant.orderIds[0] ?? ''],
    )
  }
}

/** Open invoices, a draft, a payment that failed, and the company they are made out to. */
export async function addBilling(
  { sql }: RowContext,
  tenant: Tenant,
  { count, connectionId }: { count: number; connectionId: ConnectionId },
): Promise<void> {
  const ids = Array.from({ length: count }, () => newId<RecordId>())
  const draftId = newId<RecordId>()
  tenant.invoiceIds.push(...ids)
  tenant.draftId = draftId
  const place = [tenant.id, connectionId, tenant.slug]
  await sql.query(
    `insert into invoices (tenant_id, id, connection_id, external_id, version, content_hash, customer_external_id,
       number, state, currency, subtotal_minor, tax_minor, total_minor, paid_minor, remaining_minor, description,
       order_number, created_at, issued_at, due_at, hosted_url, changed_at)
     select $1::uuid, id, $2::uuid, $3 || '-' || id, 1, '\\x00', 'cus', 'R-' || n,
       case when id = $5 then 'draft' else 'open' end, 'EUR', 54321, 0, 54321, 0, 54321, 'Service for ' || $3,
       case when n = 1 then 'A-1' end, now(), now(), now() - interval '2 days', 'https://pay.test/' || id, now()
     from unnest($4::uuid[]) with ordinality as given (id, n)`,
    [...place, [...ids, draftId], draftId],
  )
  await sql.query(
    `insert into payments (tenant_id, id, connection_id, external_id, version, content_hash, invoice_external_id,
       state, amount_minor, refunded_minor, currency, failure_message, created_at, changed_at)
     values ($1, gen_random_uuid(), $2, $3 || '-payment', 1, '\\x00', $3 || '-' || $4, 'failed', 54321, 0, 'EUR',
       'Declined for ' || $3, now(), now())`,
    [...place, ids[0]],
  )
  await addAgreements(sql, place, ids[0])
  await sql.query(
    `with company as (
       insert into companies (tenant_id, id, connection_id, external_id, version, content_hash, name, changed_at)
       values ($1, gen_random_uuid(), $2, $3 || '-company', 1, '\\x00', 'Company of ' || $3, now())),
     customer as (
       insert into billing_customers (tenant_id, id, connection_id, external_id, version, content_hash, name, tax_ids,
         changed_at)
       values ($1, gen_random_uuid(), $2, $3 || '-customer', 1, '\\x00', 'Payer of ' || $3, '{DE123}', now()))
     insert into contacts (tenant_id, id, connection_id, external_id, version, content_hash, company_external_id,
       name, changed_at)
     values ($1, gen_random_uuid(), $2, $3 || '-contact', 1, '\\x00', $3 || '-company', 'Person of ' || $3, now())`,
    place,
  )
}

/** A subscription, the card it is charged to, and a credit note on the first invoice. */
async function addAgreements(
  sql: pg.Pool,
  place: readonly string[],
  invoiceId: RecordId | undefined,
): Promise<void> {
  await sql.query(
    `with subscription as (
       insert into subscriptions (tenant_id, id, connection_id, external_id, version, content_hash,
         customer_external_id, state, currency, plan, amount_minor, collection, is_collection_paused, started_at,
         cancels_at_period_end, payment_method_external_id, changed_at)
       values ($1, gen_random_uuid(), $2, $3 || '-subscription', 1, '\\x00', $3 || '-customer', 'active', 'EUR',
         'Plan of ' || $3, 4900, 'automatic', false, now(), false, $3 || '-method', now())
       returning id),
     item as (
       insert into subscription_items (tenant_id, subscription_id, external_id, position, price_external_id,
         product_external_id, name, period_unit, period_count, period_start, period_end)
       select $1, id, 'si', 1, 'price', 'prod', 'Plan of ' || $3, 'month', 1, now(), now() from subscription),
     method as (
       insert into payment_methods (tenant_id, id, connection_id, external_id, version, content_hash,
         customer_external_id, type, brand, last4, label, created_at, changed_at)
       values ($1, gen_random_uuid(), $2, $3 || '-method', 1, '\\x00', $3 || '-customer', 'card', 'Bank of ' || $3,
         '4242', 'Card of ' || $3, now(), now()))
     insert into credit_notes (tenant_id, id, connection_id, external_id, version, content_hash, customer_external_id,
       invoice_external_id, number, state, currency, reduced_minor, returned_minor, total_minor, memo, issued_at,
       changed_at)
     values ($1, gen_random_uuid(), $2, $3 || '-note', 1, '\\x00', 'cus', $3 || '-' || $4, 'CN-' || $3, 'issued', 'EUR',
       100, 0, 100, 'Credit for ' || $3, now(), now())`,
    [...place, invoiceId],
  )
}
