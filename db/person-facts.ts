/**
 * Where the database names a person: one entry for every relation that is classified as tenant or global, so that a
 * new one cannot be forgotten. It drives the export of a person's own data.
 */

/** How rows of a tenant's relation are found to be about a person, and which of their columns tell of nobody else. */
export interface PersonFacts {
  /** Columns that hold the person's id, alone or among others. */
  ids?: readonly string[]
  idLists?: readonly string[]
  /** Columns that hold their address. */
  emails?: readonly string[]
  /** Columns that hold people as JSON, each with an address as `email`. */
  emailsIn?: readonly string[]
  shown: readonly string[]
}

/**
 * `lookup`: told by `app.own_data`. `audit`: each row has its entry in the audit log, which is told. `none`: names no
 * person of the portal.
 */
export const PERSON_FACTS: Readonly<Record<string, PersonFacts | 'lookup' | 'audit' | 'none'>> = {
  'public.memberships': {
    ids: ['person_id'],
    shown: ['role', 'role_id', 'own_only', 'is_owner', 'break_glass', 'created_at'],
  },
  'public.orders': {
    ids: ['owner_person_id'],
    emails: ['placed_by_email'],
    shown: ['id', 'number', 'title', 'site', 'placed_at', 'placed_by_email'],
  },
  'public.projects': {
    ids: ['owner_person_id'],
    emails: ['contact_email'],
    shown: ['id', 'number', 'title', 'starts_on', 'due_on', 'contact_email'],
  },
  'public.contacts': {
    emails: ['email'],
    shown: ['id', 'name', 'email', 'job_title', 'phone', 'changed_at'],
  },
  // Found by the address among those who took part; of the others nothing is told.
  'public.emails': { emailsIn: ['people'], shown: ['id', 'at', 'title', 'direction'] },
  'public.calls': { emailsIn: ['people'], shown: ['id', 'at', 'title', 'direction', 'state'] },
  'public.meetings': { emailsIn: ['people'], shown: ['id', 'at', 'title', 'state', 'location'] },
  'public.live_events': {
    idLists: ['owner_person_ids'],
    shown: ['at', 'module', 'kind', 'record_id'],
  },
  // What others did to them is told without who: that is somebody else's.
  'public.audit_entries': {
    ids: ['actor_id', 'subject_id', 'on_behalf_id'],
    shown: ['at', 'action', 'module', 'subject_kind', 'subject_label', 'changes'],
  },
  'public.billing_customers': { emails: ['email'], shown: ['id', 'email', 'changed_at'] },

  'public.invitations': {
    emails: ['email'],
    shown: ['role', 'role_id', 'state', 'created_at', 'sent_at', 'expires_at'],
  },
  'public.former_members': { ids: ['person_id'], shown: ['removed_at'] },

  'public.tenants': 'none',
  'public.identity_providers': 'none',
  'public.tenant_domains': 'none',
  'public.roles': 'none',
  'public.order_lines': 'none',
  'public.order_shipments': 'none',
  'public.order_returns': 'none',
  'public.order_events': 'none',
  'public.project_milestones': 'none',
  'public.project_deliverables': 'none',
  'public.project_due_dates': 'none',
  'public.project_orders': 'none',
  'public.companies': 'none',
  'public.invoices': 'none',
  'public.invoice_lines': 'none',
  'public.payments': 'none',
  'public.subscriptions': 'none',
  'public.subscription_items': 'none',
  // A card is the company's: brand and last four digits name nobody.
  'public.payment_methods': 'none',
  'public.credit_notes': 'none',
  'public.live_positions': 'none',

  'public.people': 'lookup',
  'public.sessions': 'lookup',
  'public.identities': 'lookup',
  'public.single_use_tokens': 'lookup',
  'public.account_mails': 'lookup',
  'public.totp_secrets': 'lookup',
  'public.passkeys': 'lookup',
  'public.email_changes': 'lookup',
  // Hashes without names: what a rate or a mark belongs to cannot be read from them.
  'public.rate_limits': 'none',
  'public.used_marks': 'none',
  'public.view_as_sessions': 'audit',
  'public.staff': 'none',
  'public.staff_totp_secrets': 'none',
  'public.staff_sessions': 'none',
}
