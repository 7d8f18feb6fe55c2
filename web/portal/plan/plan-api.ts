/** What the page of the plan needs from the server, as types only; see `api.ts`. Instants are ISO 8601 in UTC. */
import type { Money } from '#workflows/contracts/sources.ts'
import type {
  PaymentMethodRecord,
  SubscriptionItem,
  SubscriptionRecord,
} from '#workflows/contracts/subscriptions.ts'

export type PlanItemView = Pick<
  SubscriptionItem,
  'name' | 'quantity' | 'interval' | 'intervalCount' | 'periodEnd'
> & {
  /** Null where it depends on use or tiers. */
  unitPrice: Money | null
  amount: Money | null
}

export type SubscriptionView = Pick<
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
> & {
  id: string
  version: number
  /** Before taxes and discounts; null where that is not known, or nothing is charged any more. */
  nextAmount: Money | null
  /** Among the methods; null where it is not on file. */
  methodId: string | null
  items: PlanItemView[]
}

export type PaymentMethodView = Pick<
  PaymentMethodRecord,
  'type' | 'brand' | 'last4' | 'expiresOn' | 'label'
> & { id: string; version: number; isDefault: boolean }

/** `portal.plan.get` */
export interface PlanView {
  /** False for who sees their own records only; the rest is then empty. */
  isWhole: boolean
  subscriptions: SubscriptionView[]
  methods: PaymentMethodView[]
}
