/**
 * Everything the customer's audit log can tell: each action with the module it belongs to, what it is done to and the
 * kind of act it is. Writing an action that is not listed is a type error, and each has its sentence in the catalogue.
 */
import type { Module } from './access.ts'
import type { RecordKind } from './records.ts'
import { SECRET_NAME, SECRET_SHAPES } from './secret-words.ts'

export const AUDIT_ACTORS = ['member', 'staff', 'api_key', 'source', 'system'] as const
/** Who acts. `source`: a connected system; `system`: the portal by itself. */
export type AuditActorKind = (typeof AUDIT_ACTORS)[number]

export const AUDIT_GROUPS = ['added', 'changed', 'removed', 'read', 'access', 'denied'] as const
/** `read`: data left the portal; `access`: who may come in, and who did; `denied`: tried without the right. */
export type AuditGroup = (typeof AUDIT_GROUPS)[number]

/** What an entry is about: what its `subject_id` is the id of. */
export type AuditSubject =
  | RecordKind
  | 'link'
  | 'account'
  | 'session'
  | 'member'
  | 'role'
  | 'invitation'
  | 'tenant'
  | 'identity_provider'
  | 'domain'
  | 'audit'
  | 'procedure'

interface AuditActionFacts {
  /** Who has this module may be shown it; the permission to read the log comes on top. */
  module: Module
  subject: AuditSubject
  group: AuditGroup
}

const about = <const M extends Module, const S extends AuditSubject, const G extends AuditGroup>(
  module: M,
  subject: S,
  group: G,
) => ({ module, subject, group })

/**
 * @example AUDIT_ACTIONS['invoices.exported'].module // 'billing'
 */
export const AUDIT_ACTIONS = {
  'order.created': about('orders', 'order', 'added'),
  'order.updated': about('orders', 'order', 'changed'),
  'order.deleted': about('orders', 'order', 'removed'),
  'orders.imported': about('orders', 'order', 'added'),
  'orders.exported': about('orders', 'order', 'read'),

  'project.created': about('projects', 'project', 'added'),
  'project.updated': about('projects', 'project', 'changed'),
  'project.deleted': about('projects', 'project', 'removed'),
  'projects.imported': about('projects', 'project', 'added'),
  'projects.exported': about('projects', 'project', 'read'),

  'company.created': about('company', 'company', 'added'),
  'company.updated': about('company', 'company', 'changed'),
  'company.deleted': about('company', 'company', 'removed'),
  'companies.imported': about('company', 'company', 'added'),
  'contact.created': about('company', 'contact', 'added'),
  'contact.updated': about('company', 'contact', 'changed'),
  'contact.deleted': about('company', 'contact', 'removed'),
  'contact.erased': about('company', 'contact', 'removed'),
  'contacts.imported': about('company', 'contact', 'added'),
  'email.created': about('communication', 'email', 'added'),
  'email.updated': about('communication', 'email', 'changed'),
  'email.deleted': about('communication', 'email', 'removed'),
  'emails.imported': about('communication', 'email', 'added'),
  'call.created': about('communication', 'call', 'added'),
  'call.updated': about('communication', 'call', 'changed'),
  'call.deleted': about('communication', 'call', 'removed'),
  'calls.imported': about('communication', 'call', 'added'),
  'meeting.created': about('communication', 'meeting', 'added'),
  'meeting.updated': about('communication', 'meeting', 'changed'),
  'meeting.deleted': about('communication', 'meeting', 'removed'),
  'meetings.imported': about('communication', 'meeting', 'added'),

  'customer.created': about('billing', 'customer', 'added'),
  'customer.updated': about('billing', 'customer', 'changed'),
  'customer.deleted': about('billing', 'customer', 'removed'),
  'customers.imported': about('billing', 'customer', 'added'),
  'invoice.created': about('billing', 'invoice', 'added'),
  'invoice.updated': about('billing', 'invoice', 'changed'),
  'invoice.deleted': about('billing', 'invoice', 'removed'),
  'invoices.imported': about('billing', 'invoice', 'added'),
  'invoices.exported': about('billing', 'invoice', 'read'),
  'payment.created': about('billing', 'payment', 'added'),
  'payment.updated': about('billing', 'payment', 'changed'),
  'payment.deleted': about('billing', 'payment', 'removed'),
  'payments.imported': about('billing', 'payment', 'added'),
  'subscription.created': about('billing', 'subscription', 'added'),
  'subscription.updated': about('billing', 'subscription', 'changed'),
  'subscription.deleted': about('billing', 'subscription', 'removed'),
  'subscriptions.imported': about('billing', 'subscription', 'added'),
  'payment_method.created': about('billing', 'payment_method', 'added'),
  'payment_method.updated': about('billing', 'payment_method', 'changed'),
  'payment_method.deleted': about('billing', 'payment_method', 'removed'),
  'payment_methods.imported': about('billing', 'payment_method', 'added'),
  'credit_note.created': about('billing', 'credit_note', 'added'),
  'credit_note.updated': about('billing', 'credit_note', 'changed'),
  'credit_note.deleted': about('billing', 'credit_note', 'removed'),
  'credit_notes.imported': about('billing', 'credit_note', 'added'),

  'session.started': about('team', 'session', 'access'),
  'session.ended': about('team', 'session', 'access'),
  // Staff who look through a member's eyes.
  'view_as.started': about('team', 'member', 'access'),
  'view_as.ended': about('team', 'member', 'access'),
  'session.factor_failed': about('team', 'account', 'denied'),
  'session.confirmed': about('team', 'account', 'access'),
  'session.revoked': about('team', 'account', 'access'),
  'session.others_revoked': about('team', 'account', 'access'),
  'account.profile_updated': about('team', 'account', 'changed'),
  'account.password_changed': about('team', 'account', 'access'),
  'account.password_reset': about('team', 'account', 'access'),
  'account.totp_begun': about('team', 'account', 'access'),
  'account.totp_added': about('team', 'account', 'access'),
  'account.totp_removed': about('team', 'account', 'access'),
  'account.passkey_begun': about('team', 'account', 'access'),
  'account.passkey_added': about('team', 'account', 'access'),
  'account.passkey_renamed': about('team', 'account', 'access'),
  'account.passkey_removed': about('team', 'account', 'access'),
  'account.recovery_codes_renewed': about('team', 'account', 'access'),
  'account.email_change_asked': about('team', 'account', 'access'),
  'account.email_change_stopped': about('team', 'account', 'access'),
  'account.email_changed': about('team', 'account', 'access'),
  'account.data_exported': about('team', 'account', 'read'),
  'member.joined': about('team', 'member', 'access'),
  'member.joined_by_sign_on': about('team', 'member', 'access'),
  'member.identity_linked': about('team', 'member', 'access'),
  'member.role_changed': about('team', 'member', 'changed'),
  'member.became_owner': about('team', 'member', 'changed'),
  'member.removed': about('team', 'member', 'access'),
  'member.left': about('team', 'member', 'access'),
  'invitation.sent': about('team', 'invitation', 'access'),
  'invitation.resent': about('team', 'invitation', 'access'),
  'invitation.revoked': about('team', 'invitation', 'access'),
  'role.created': about('team', 'role', 'added'),
  'role.updated': about('team', 'role', 'changed'),
  'role.removed': about('team', 'role', 'removed'),
  'security.updated': about('settings', 'tenant', 'changed'),
  'sign_on.enforced': about('settings', 'tenant', 'changed'),
  'sign_on.optional': about('settings', 'tenant', 'changed'),
  'identity_provider.added': about('settings', 'identity_provider', 'added'),
  'identity_provider.updated': about('settings', 'identity_provider', 'changed'),
  'identity_provider.tested': about('settings', 'identity_provider', 'access'),
  'identity_provider.removed': about('settings', 'identity_provider', 'removed'),
  'sso.rejected': about('settings', 'identity_provider', 'denied'),
  'domain.added': about('settings', 'domain', 'added'),
  'domain.proven': about('settings', 'domain', 'changed'),
  'domain.record_missing': about('settings', 'domain', 'changed'),
  'domain.removed': about('settings', 'domain', 'removed'),
  'link.created': about('settings', 'link', 'added'),
  'audit.exported': about('audit', 'audit', 'read'),
  'authz.denied': about('audit', 'procedure', 'denied'),
} as const satisfies Record<string, AuditActionFacts>

export type AuditAction = keyof typeof AUDIT_ACTIONS

/** Old entries outlive the code that wrote them: a name may be listed no more. */
export const isAuditAction = (name: string): name is AuditAction =>
  Object.hasOwn(AUDIT_ACTIONS, name)

/** JSON of one fact that changed; null stands for "there was none". */
export type FactChanges = Record<string, { from: unknown; to: unknown }>

/** Stands in place of a secret. That there was one, and that it changed, is told. */
export const MASKED = '••••••'

const MAX_TEXT = 2_000
const MAX_DEPTH = 4

/**
 * Before → after without secrets, told by the names of facts and by their shapes; applied when an entry is written
 * and again when it is read, so that a name added later covers old entries too.
 *
 * @example maskChanges({ clientSecret: { from: null, to: 'hush' } }) // to: '••••••'
 */
export const maskChanges = (changes: FactChanges): FactChanges =>
  Object.fromEntries(
    Object.entries(changes).map(([name, { from, to }]) => [
      name,
      { from: maskFact(name, from, 0), to: maskFact(name, to, 0) },
    ]),
  )

function maskFact(name: string, value: unknown, depth: number): unknown {
  if (value === null || value === undefined || typeof value === 'boolean') return value ?? null
  if (SECRET_NAME.test(name) || depth > MAX_DEPTH) return MASKED
  if (typeof value === 'string') return maskShapes(value)
  if (Array.isArray(value)) return value.map((each) => maskFact('', each, depth + 1))
  if (typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([inner, each]) => [inner, maskFact(inner, each, depth + 1)]),
  )
}

function maskShapes(text: string): string {
  let shown = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text
  for (const [shape] of SECRET_SHAPES) shown = shown.replace(shape, MASKED)
  return shown
}
