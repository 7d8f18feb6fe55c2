/**
 * What the catalogue cannot tell about a column: which id it holds, or which words. The generator of the row types
 * writes these names in place of `uuid` and `text`; each name is a type of the contracts.
 */

/** Column name → type, wherever a column of that name occurs. */
const BY_COLUMN: Record<string, string> = {
  tenant_id: 'TenantId',
  person_id: 'PersonId',
  owner_person_id: 'PersonId',
  owner_person_ids: 'PersonId',
  connection_id: 'ConnectionId',
  order_id: 'RecordId',
  invoice_id: 'RecordId',
  subscription_id: 'RecordId',
  project_id: 'RecordId',
  staff_id: 'StaffId',
  record_id: 'RecordId',
  role_id: 'RoleId',
  invited_by: 'PersonId',
}

/** `table.column` → type, where the column's name alone does not say it. */
const BY_TABLE: Record<string, string> = {
  'tenants.id': 'TenantId',
  'people.id': 'PersonId',
  'staff.id': 'StaffId',
  'connections.id': 'ConnectionId',
  'connections.source': 'Source',
  'orders.id': 'RecordId',
  'orders.state': 'OrderState',
  'order_events.state': 'OrderState',
  'order_shipments.state': 'ShipmentState',
  'order_returns.state': 'ReturnState',
  'projects.id': 'RecordId',
  'projects.state': 'ProjectState',
  'project_milestones.state': 'MilestoneState',
  'project_deliverables.state': 'DeliverableState',
  'companies.id': 'RecordId',
  'contacts.id': 'RecordId',
  'emails.id': 'RecordId',
  'calls.id': 'RecordId',
  'meetings.id': 'RecordId',
  'billing_customers.id': 'RecordId',
  'invoices.id': 'RecordId',
  'invoices.state': 'InvoiceState',
  'payments.id': 'RecordId',
  'payments.state': 'PaymentState',
  'subscriptions.id': 'RecordId',
  'subscriptions.state': 'SubscriptionState',
  'subscription_items.period_unit': 'BillingInterval',
  'payment_methods.id': 'RecordId',
  'credit_notes.id': 'RecordId',
  'credit_notes.state': 'CreditNoteState',
  'credit_notes.reason': 'CreditNoteReason',
  'inbox.id': 'InboxId',
  'inbox.kind': 'RecordKind',
  'record_owners.kind': 'RecordKind',
  'record_aliases.kind': 'RecordKind',
  'record_erasures.kind': 'RecordKind',
  'former_record_owners.kind': 'RecordKind',
  'live_events.kind': 'RecordKind',
  'live_events.module': 'Module',
  'audit_entries.module': 'Module',
  'runs.id': 'RunId',
  'runs.kind': 'RecordKind',
  'run_differences.run_id': 'RunId',
  'checkpoints.kind': 'RecordKind',
  'memberships.role': 'RolePreset',
  'roles.id': 'RoleId',
  'invitations.id': 'InvitationId',
  'invitations.role': 'RolePreset',
  'sessions.method': 'SessionMethod',
  'staff.role': 'StaffRole',
}

/** Module of the contracts that exports each of those types. */
export const BRAND_IMPORTS: Record<string, string> = {
  ...from('ids', [
    'TenantId',
    'PersonId',
    'StaffId',
    'ConnectionId',
    'RecordId',
    'InboxId',
    'RunId',
    'RoleId',
    'InvitationId',
  ]),
  ...from('orders', ['OrderState', 'ShipmentState', 'ReturnState']),
  ...from('projects', ['ProjectState', 'MilestoneState', 'DeliverableState']),
  ...from('billing', ['InvoiceState', 'PaymentState']),
  ...from('subscriptions', [
    'SubscriptionState',
    'BillingInterval',
    'CreditNoteReason',
    'CreditNoteState',
  ]),
  ...from('sources', ['Source']),
  ...from('records', ['RecordKind']),
  ...from('access', ['Module', 'RolePreset', 'SessionMethod', 'StaffRole']),
}

export const brandOf = (table: string, column: string): string | undefined =>
  BY_TABLE[`${table}.${column}`] ?? BY_COLUMN[column]

function from(module: string, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, `#workflows/contracts/${module}.ts`]))
}
