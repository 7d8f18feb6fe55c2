/** Generated orders and projects with their parts, as rows. */
import type { RecordKind } from '#workflows/contracts/records.ts'
import { externalId, mirrorOf, oneOf, recordId, type BulkTable } from './bulk-table.ts'

const ARTICLES = ['Feed pump', 'Safety valve', 'Steam trap', 'Condensate tank', 'Gasket set']
const SITES = ['North works', 'South works', 'Harbour site', 'Old mill']
/** Two years of them: what is older than two months was delivered. */
const ORDER_STATE = `case when drawn.r % 25 = 0 then 'cancelled'
  when drawn.began < given.now - interval '75 days' then 'delivered'
  else ${oneOf(['received', 'confirmed', 'in_production', 'packed', 'in_transit'])} end`
const FIRST_PROMISED = `(drawn.began + (10 + drawn.r % 50) * interval '1 day')::date`
const MOVED = `(case when drawn.r % 5 = 0 then 1 + drawn.r % 14 else 0 end)`
const OWNER = `case when drawn.r % 5 = 0 then given.person_id end`
const CONTACT = `case when drawn.r % 3 = 0 then given.email end`

const partOf = (kind: RecordKind): Record<string, string> => ({
  tenant_id: 'given.tenant_id',
  [`${kind}_id`]: recordId(kind),
})

export const ORDER_TABLES: readonly BulkTable[] = [
  {
    table: 'orders',
    kind: 'order',
    values: {
      ...mirrorOf('order'),
      number: `given.customer || '-' || 10000 + g`,
      title: `${oneOf(ARTICLES)} || ', ' || ${oneOf(SITES, 'drawn.r / 7')}`,
      state: ORDER_STATE,
      customer_reference: `case when drawn.r % 3 = 0 then 'PO ' || 1000 + drawn.r % 9000 end`,
      site: oneOf(SITES, 'drawn.r / 7'),
      placed_by_email: CONTACT,
      owner_person_id: OWNER,
      currency: `'EUR'`,
      total_minor: `500 + drawn.r % 2500000`,
      placed_at: 'drawn.began',
      first_promised_on: FIRST_PROMISED,
      promised_on: `${FIRST_PROMISED} + ${MOVED}`,
      delivered_at: `case when ${ORDER_STATE} = 'delivered' then drawn.began + interval '60 days' end`,
    },
  },
  {
    table: 'order_lines',
    kind: 'order',
    parts: 1,
    values: {
      ...partOf('order'),
      position: 'part',
      article: `'A-' || 1000 + drawn.r % 9000`,
      description: oneOf(ARTICLES),
      quantity: '1 + drawn.r % 20',
      unit: `'pcs'`,
      unit_price_minor: '500 + drawn.r % 100000',
      amount_minor: '500 + drawn.r % 2500000',
    },
  },
  {
    table: 'order_shipments',
    kind: 'order',
    parts: 1,
    values: {
      ...partOf('order'),
      external_id: `'S' || part`,
      state: `case when ${ORDER_STATE} = 'delivered' then 'delivered' else 'preparing' end`,
    },
  },
  {
    table: 'order_returns',
    kind: 'order',
    parts: 1,
    where: `drawn.r % 8 = 0 and ${ORDER_STATE} = 'delivered'`,
    values: {
      ...partOf('order'),
      number: `'RMA-' || g || '-' || part`,
      state: oneOf(['requested', 'in_transit', 'received', 'closed', 'closed', 'refused'], 'g'),
      reason: oneOf(['Wrong size', 'Damaged in transit', 'Ordered too many'], 'drawn.r / 3'),
      requested_at: `drawn.began + interval '63 days'`,
      contents: `'[{"position": 1, "quantity": "1"}]'`,
    },
  },
  {
    table: 'order_events',
    kind: 'order',
    parts: 1,
    values: {
      ...partOf('order'),
      external_id: `'E' || part`,
      at: 'drawn.began',
      kind: `'state'`,
      state: `'received'`,
    },
  },
  {
    table: 'projects',
    kind: 'project',
    values: {
      ...mirrorOf('project'),
      number: `given.customer || '-P' || g`,
      title: `'Overhaul, ' || ${oneOf(SITES)}`,
      state: oneOf(['planned', 'active', 'on_hold', 'completed', 'completed', 'cancelled']),
      manager_name: `'Manager ' || drawn.r % 50`,
      contact_email: CONTACT,
      owner_person_id: OWNER,
      starts_on: 'drawn.began::date',
      due_on: `(drawn.began + interval '120 days')::date`,
      milestones_total: '2',
      milestones_done: 'drawn.r % 3',
    },
  },
  {
    table: 'project_milestones',
    kind: 'project',
    parts: 2,
    values: {
      ...partOf('project'),
      external_id: `'M' || part`,
      position: 'part',
      title: `'Milestone ' || part`,
      state: `case when part <= drawn.r % 3 then 'done' else 'planned' end`,
    },
  },
  {
    table: 'project_deliverables',
    kind: 'project',
    parts: 1,
    values: {
      ...partOf('project'),
      external_id: `'D' || part`,
      position: 'part',
      title: `'Drawings'`,
      state: oneOf(['preparing', 'delivered', 'approved']),
    },
  },
  {
    table: 'project_due_dates',
    kind: 'project',
    parts: 1,
    values: { ...partOf('project'), external_id: `'H' || part`, at: 'drawn.began' },
  },
  {
    table: 'project_orders',
    kind: 'project',
    parts: 2,
    values: { ...partOf('project'), order_external_id: externalId('order', '(2 * g + part)') },
  },
]
