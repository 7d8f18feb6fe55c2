/**
 * What a tenant has subscribed to, and the ways it pays. Both are the company's as a whole, so who sees only their own
 * records is not asked here for anything.
 */
import { sql } from 'kysely'
import type { RecordId } from '#workflows/contracts/ids.ts'
import type { Money } from '#workflows/contracts/sources.ts'
import type {
  PaymentMethodRecord,
  SubscriptionItem,
  SubscriptionRecord,
} from '#workflows/contracts/subscriptions.ts'
import type { TenantTx } from '../../tenant.ts'
import { instantOf, instantOrNull } from '../instant.ts'

export interface PlanItem extends Pick<
  SubscriptionItem,
  'name' | 'quantity' | 'interval' | 'intervalCount' | 'periodEnd'
> {
  /** Null where it depends on use or tiers. */
  unitPrice: Money | null
  amount: Money | null
}

export interface PlanSubscription extends Pick<
  SubscriptionRecord,
  | 'state'
  | 'description'
  | 'collection'
  | 'isCollectionPaused'
  | 'startedAt'
  | 'renewsAt'
  | 'trialEndsAt'
  | 'cancelAt'
  | 'endedAt'
> {
  id: RecordId
  version: number
  /** What the next charge comes to before taxes and discounts; null where that is not known or none follows. */
  nextAmount: Money | null
  /** What is charged: its own method, or the customer's default; null where that is not on file. */
  methodId: RecordId | null
  items: PlanItem[]
}

export interface PlanMethod extends Pick<
  PaymentMethodRecord,
  'type' | 'brand' | 'last4' | 'expiresOn' | 'label'
> {
  id: RecordId
  version: number
  /** Charged unless a subscription says otherwise. */
  isDefault: boolean
}

export interface Plan {
  /** Those that go on first, the newest first; at most MAX_SHOWN. */
  subscriptions: PlanSubscription[]
  /** The default one first; at most MAX_SHOWN. */
  methods: PlanMethod[]
}

export const MAX_SHOWN = 100

interface ItemJson extends Omit<PlanItem, 'unitPrice' | 'amount'> {
  unitPriceMinor: number | null
  amountMinor: number | null
}

interface SubscriptionJson extends Omit<PlanSubscription, 'nextAmount' | 'items'> {
  currency: string
  items: ItemJson[]
}

export async function getPlan(trx: TenantTx): Promise<Plan> {
  const { rows } = await sql<{ subscriptions: SubscriptionJson[]; methods: PlanMethod[] }>`
    select
      (select coalesce(json_agg(shown), '[]') from (
         select s.id, s.version, s.state, s.description, s.currency, s.collection,
           s.is_collection_paused as "isCollectionPaused", s.started_at as "startedAt",
           s.renews_at as "renewsAt", s.trial_ends_at as "trialEndsAt", s.cancel_at as "cancelAt",
           s.ended_at as "endedAt", m.id as "methodId", ${itemsOf(trx)} as items
         from subscriptions s
         left join billing_customers b on b.tenant_id = ${trx.tenantId}
           and b.connection_id = s.connection_id and b.external_id = s.customer_external_id
           and b.deleted_at is null
         left join payment_methods m on m.tenant_id = ${trx.tenantId}
           and m.connection_id = s.connection_id and m.deleted_at is null
           and m.external_id = coalesce(s.payment_method_external_id, b.payment_method_external_id)
         where s.tenant_id = ${trx.tenantId} and s.deleted_at is null
         order by s.ended_at desc nulls first, s.started_at desc, s.id
         limit ${MAX_SHOWN}) as shown) as subscriptions,
      (select coalesce(json_agg(shown), '[]') from (
         select m.id, m.version, m.type, m.brand, m.last4, m.label, m.expires_on as "expiresOn",
           exists (select 1 from billing_customers b where b.tenant_id = ${trx.tenantId}
             and b.connection_id = m.connection_id and b.external_id = m.customer_external_id
             and b.deleted_at is null and b.payment_method_external_id = m.external_id) as "isDefault"
         from payment_methods m where m.tenant_id = ${trx.tenantId} and m.deleted_at is null
         order by "isDefault" desc, m.created_at desc, m.id
         limit ${MAX_SHOWN}) as shown) as methods`.execute(trx)
  const [found] = rows
  return {
    subscriptions: (found?.subscriptions ?? []).map(toSubscription),
    methods: found?.methods ?? [],
  }
}

const itemsOf = (trx: TenantTx) => sql<ItemJson[]>`(
  select coalesce(json_agg(json_build_object('name', i.name, 'quantity', i.quantity,
    'unitPriceMinor', i.unit_price_minor, 'amountMinor', i.amount_minor, 'interval', i.period_unit,
    'intervalCount', i.period_count, 'periodEnd', i.period_end) order by i.position, i.external_id), '[]')
  from subscription_items i where i.tenant_id = ${trx.tenantId} and i.subscription_id = s.id)`

function toSubscription({ currency, ...row }: SubscriptionJson): PlanSubscription {
  const money = (minor: number | null): Money | null =>
    minor === null ? null : { minor, currency }
  const renewsAt = instantOrNull(row.renewsAt)
  const items = row.items.map((item) => ({ ...item, periodEnd: instantOf(item.periodEnd) }))
  const charged = items.filter(({ periodEnd }) => periodEnd === renewsAt)
  return {
    ...row,
    startedAt: instantOf(row.startedAt),
    renewsAt,
    trialEndsAt: instantOrNull(row.trialEndsAt),
    cancelAt: instantOrNull(row.cancelAt),
    endedAt: instantOrNull(row.endedAt),
    nextAmount: charged.length === 0 ? null : money(sumOf(charged)),
    items: items.map(({ unitPriceMinor, amountMinor, ...item }) => ({
      ...item,
      unitPrice: money(unitPriceMinor),
      amount: money(amountMinor),
    })),
  }
}

/** Null as soon as one of them is not known. */
const sumOf = (items: readonly { amountMinor: number | null }[]): number | null =>
  items.reduce<number | null>(
    (sum, { amountMinor }) => (sum === null || amountMinor === null ? null : sum + amountMinor),
    0,
  )
