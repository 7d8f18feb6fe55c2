/**
 * Every relation and whose rows it holds. The one list behind the catalogue check, erasure and export: a relation
 * that is missing here fails the build, and nothing is ever discovered by the name of a column.
 */

/** `tenant`: rows of one tenant, under policies. `global`: people and the like. `system`: the hub's own. */
export type RelationClass = 'tenant' | 'global' | 'system'

export const CLASSIFICATION: Readonly<Record<string, RelationClass>> = {
  'public.tenants': 'tenant',
  'public.memberships': 'tenant',
  'public.roles': 'tenant',
  'public.identity_providers': 'tenant',
  'public.tenant_domains': 'tenant',
  'public.invitations': 'tenant',
  'public.former_members': 'tenant',
  'public.orders': 'tenant',
  'public.order_lines': 'tenant',
  'public.order_shipments': 'tenant',
  'public.order_returns': 'tenant',
  'public.order_events': 'tenant',
  'public.projects': 'tenant',
  'public.project_milestones': 'tenant',
  'public.project_deliverables': 'tenant',
  'public.project_due_dates': 'tenant',
  'public.project_orders': 'tenant',
  'public.companies': 'tenant',
  'public.contacts': 'tenant',
  'public.emails': 'tenant',
  'public.calls': 'tenant',
  'public.meetings': 'tenant',
  'public.billing_customers': 'tenant',
  'public.invoices': 'tenant',
  'public.invoice_lines': 'tenant',
  'public.payments': 'tenant',
  'public.subscriptions': 'tenant',
  'public.subscription_items': 'tenant',
  'public.payment_methods': 'tenant',
  'public.credit_notes': 'tenant',
  'public.live_positions': 'tenant',
  'public.live_events': 'tenant',
  'public.audit_entries': 'tenant',

  'public.people': 'global',
  'public.sessions': 'global',
  'public.identities': 'global',
  'public.staff': 'global',
  'public.staff_sessions': 'global',
  'public.view_as_sessions': 'global',
  'public.staff_totp_secrets': 'global',
  'public.rate_limits': 'global',
  'public.single_use_tokens': 'global',
  'public.used_marks': 'global',
  'public.account_mails': 'global',
  'public.totp_secrets': 'global',
  'public.passkeys': 'global',
  'public.email_changes': 'global',

  'public.connections': 'system',
  'public.links': 'system',
  'public.record_owners': 'system',
  'public.record_aliases': 'system',
  'public.record_erasures': 'system',
  'public.former_record_owners': 'system',
  'public.inbox': 'system',
  'public.intake_refusals': 'system',
  'public.intake_refusal_samples': 'system',
  'public.checkpoints': 'system',
  'public.runs': 'system',
  'public.enumerated_records': 'system',
  'public.run_differences': 'system',
  'public.request_budgets': 'system',
  'public.staff_actions': 'system',
  // Which entry stands where in a tenant's audit log: ids and hashes, written by a trigger only.
  'public.audit_heads': 'system',
  'public.audit_chain': 'system',
  'public.operator_alerts': 'system',
  'public.backups': 'system',
  'public.kysely_migration': 'system',
  'public.kysely_migration_lock': 'system',
}

/** The column that holds the tenant, where it is not `tenant_id`. */
export const TENANT_COLUMN: Readonly<Record<string, string>> = { 'public.tenants': 'id' }

/** The only policies that may read across tenants: SELECT, by these roles, on these tables. */
export const CROSS_TENANT_READS: Readonly<Record<string, readonly string[]>> = {
  // The console.
  portside_staff: [
    'public.tenants',
    'public.memberships',
    'public.roles',
    'public.identity_providers',
    'public.tenant_domains',
    'public.invitations',
    'public.former_members',
    'public.orders',
    'public.order_lines',
    'public.order_shipments',
    'public.order_returns',
    'public.order_events',
    'public.projects',
    'public.project_milestones',
    'public.project_deliverables',
    'public.project_due_dates',
    'public.project_orders',
    'public.companies',
    'public.contacts',
    'public.emails',
    'public.calls',
    'public.meetings',
    'public.billing_customers',
    'public.invoices',
    'public.invoice_lines',
    'public.payments',
    'public.subscriptions',
    'public.subscription_items',
    'public.payment_methods',
    'public.credit_notes',
    'public.live_positions',
    'public.live_events',
    'public.audit_entries',
  ],
  // Definer functions: which tenants a person belongs to, whose identity provider is asked, whose live events are old.
  portside_lookup: [
    'public.tenants',
    'public.memberships',
    'public.roles',
    'public.identity_providers',
    'public.tenant_domains',
    'public.live_events',
  ],
}

/** What the app role may touch besides tenant tables; everything else goes through definer functions. */
export const APP_OUTSIDE_TENANTS: readonly string[] = ['public.rate_limits']

/** Unique indexes on tenant tables that do not lead with the tenant, each with its reason. */
export const UNIQUE_ACROSS_TENANTS: readonly string[] = [
  // The slug is part of public URLs; only the owner role adds tenants.
  'tenants_slug_key',
  // The id is part of public URLs, a random UUID of ours.
  'identity_providers_id_key',
  // A domain is one tenant's; only who controls its DNS gets as far as to learn of it.
  'tenant_domains_proven',
]
