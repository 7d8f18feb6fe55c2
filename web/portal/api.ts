/**
 * What the pages need from the server, as types only: the tRPC caller satisfies `PortalApi`.
 * Instants are ISO 8601 in UTC, dates without a time are `YYYY-MM-DD`, money is null without `orders:amounts`.
 */
import type { MemberRole, PermissionName, SessionGate } from '#workflows/contracts/access.ts'
import type { ViewEnd } from '#workflows/contracts/console.ts'
import type {
  OrderEvent,
  OrderLine,
  OrderReturn,
  OrderState,
  Shipment,
} from '#workflows/contracts/orders.ts'
import type { Money, Source } from '#workflows/contracts/sources.ts'
import type {
  CompanyView,
  InvoiceAttentionEntry,
  InvoiceRow,
  InvoicesPage,
  InvoiceView,
  OutstandingView,
} from './billing-api.ts'
import type { InvoicesQuery } from './invoices/invoices-query.ts'
import type { CommunicationApi } from './communication/communication-api.ts'
import type { AccountApi } from './account/account-api.ts'
import type { DoorPort } from './sign-in/door-api.ts'
import type { AuditApi } from './settings/audit/audit-api.ts'
import type { SettingsApi } from './settings/settings-api.ts'
import type { TeamApi } from './settings/team-api.ts'
import type { ProjectOfOrder, ProjectsApi } from './projects-api.ts'
import type { OrdersQuery } from './orders/orders-query.ts'
import type { PlanView } from './plan/plan-api.ts'

export interface TenantBrief {
  slug: string
  name: string
  /** `#rrggbb` */
  brandColor: string
}

/** One of this person's tenants, as the switcher shows it. */
export interface OwnTenant extends TenantBrief {
  role: MemberRole
  /** What this session lacks for it; null: nothing. */
  gate: SessionGate | null
}

export interface PersonView {
  id: string
  name: string
  email: string
  locale: string
  timeZone: string
}

/** `portal.session.get` */
export interface SessionView {
  person: PersonView
  tenant: TenantBrief & { timeZone: string }
  tenants: OwnTenant[]
  role: MemberRole
  permissions: PermissionName[]
  operator: { name: string }
  /** When this session ends without activity, and in any case. */
  session: { idleMinutes: number; endsAt: string; handle: string }
  /** Set when one of staff looks through this member's eyes. */
  viewAs: ViewAs | null
  /** Cursor of `/live` taken before anything else of this request is read; null: unknown. */
  liveCursor: string | null
}

export interface ViewAs {
  /** Name of whoever looks. */
  staff: string
  reason: string
  endsAt: string
}

export interface OrderRow {
  id: string
  version: number
  number: string
  title: string
  state: OrderState
  site: string | null
  customerReference: string | null
  placedAt: string
  firstPromisedOn: string | null
  promisedOn: string | null
  deliveredAt: string | null
  changedAt: string
  /** Whole days it is late; null when it is not. */
  lateDays: number | null
  total: Money | null
}

export interface OrdersPage {
  rows: OrderRow[]
  /** Rows per built-in view, with search and filters applied. */
  counts: Record<OrdersQuery['view'], number>
  /** Everything the query matches, not only this page. Sums are empty without the right to see amounts. */
  total: { count: number; sums: Money[] }
  next: string | null
  previous: string | null
  facets: { sites: string[]; states: OrderState[] }
}

export type OrderLineView = Omit<OrderLine, 'unitPriceMinor' | 'amountMinor'> & {
  unitPrice: Money | null
  amount: Money | null
}

/** `portal.orders.get` */
export interface OrderView extends OrderRow {
  lines: OrderLineView[]
  shipments: Shipment[]
  /** In the order in which they were asked for. */
  returns: OrderReturn[]
  /** Newest first. */
  history: OrderEvent[]
  /** Latest first; null without the right to see billing. */
  invoices: InvoiceRow[] | null
  /** Those its returns ended in, where they are known, each with its invoice; null without the right to see billing. */
  creditNotes: { number: string; invoiceId: string }[] | null
  /** Those it belongs to, by number; null without the right to see projects. */
  projects: ProjectOfOrder[] | null
}

/** One entry of `portal.orders.activity`, newest first. */
export interface ActivityEntry extends OrderEvent {
  order: { id: string; number: string; title: string }
}

/** `portal.orders.attention`: open orders that are late, or were moved to a later date in the last days. */
export interface AttentionEntry {
  order: OrderRow
  reason: 'late' | 'delayed'
  /** When the delivery date was last moved, with the words of the source. */
  movedAt: string | null
  note: string | null
}

export interface FreshnessView {
  source: Source
  /** When the source last confirmed what is shown; null: never yet. */
  seenAt: string | null
  state: 'ok' | 'stale' | 'paused' | 'down'
}

/** Unauthenticated calls throw an error whose `code` is UNAUTHORIZED; foreign and unknown things NOT_FOUND. */
export interface PortalApi {
  portal: {
    session: { get(): Promise<SessionView> }
    orders: {
      list(input: OrdersQuery): Promise<OrdersPage>
      get(input: { id: string }): Promise<OrderView>
      activity(input: { limit: number }): Promise<ActivityEntry[]>
      attention(): Promise<AttentionEntry[]>
    }
    invoices: {
      list(input: InvoicesQuery): Promise<InvoicesPage>
      get(input: { id: string }): Promise<InvoiceView>
      attention(): Promise<InvoiceAttentionEntry[]>
      outstanding(): Promise<OutstandingView[]>
    }
    plan: { get(): Promise<PlanView> }
    company: { get(): Promise<CompanyView> }
    communication: CommunicationApi
    audit: AuditApi
    freshness: { get(): Promise<FreshnessView[]> }
  } & ProjectsApi &
    SettingsApi &
    AccountApi &
    TeamApi
}

export interface SignedIn {
  tenants: TenantBrief[]
  /** Slug of the tenant this person used last, if it is still theirs. */
  lastTenant: string | null
}

export type SignInOutcome =
  /** `to`: the page asked for if it is an own path, else `/`. */
  | { type: 'signed_in'; to: string; setCookie: string[] }
  /** The password was right; a second factor is asked for. */
  | { type: 'second_step'; setCookie: string[] }
  | { type: 'refused' }
  | { type: 'too_many_tries'; retryAfterSeconds: number }

export interface Door {
  operator: { name: string }
  /** The tenant that `next` leads to, for name and colour. */
  tenant: TenantBrief | null
  /** `next` when it is an own path, else null. */
  next: string | null
}

/** What stands between a session and a tenant it is a member's of. */
export interface GateView {
  gate: SessionGate
  tenant: TenantBrief
  next: string
  person: { name: string; email: string }
}

/** Why a view by staff is over; null: nobody knows (any more). */
export type ViewOver = ViewEnd | null

/** The view by staff that this browser has, if any. */
export interface ViewPort {
  /** Whether it is what counts for a page at this path, in force or over. */
  countsFor(path: string): boolean
  /** Its tenant while it is in force; else why it is over, and the cookies that make an end of it. */
  find(): Promise<{ slug: string } | { over: ViewOver; setCookie: string[] }>
  /** Ends it, and tells the customer. */
  end(): Promise<{ setCookie: string[] }>
}

/** What pages outside a tenant need: the door, and the way in and out. */
export interface SessionPort extends DoorPort {
  /** Null: nobody is signed in. */
  find(): Promise<SignedIn | null>
  signIn(input: { email: string; password: string; next: string | null }): Promise<SignInOutcome>
  /** Ends the session of this request and its streams. */
  signOut(): Promise<{ setCookie: string[] }>
  findDoor(next: string | null): Promise<Door>
  /** Null: nothing stands between (any more), or nobody is signed in. */
  findGate(next: string | null): Promise<GateView | null>
  view: ViewPort
}
