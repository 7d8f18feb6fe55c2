/**
 * What the ids in inputs name. A field that looks like an id and is in no table here makes the generator fail, so that
 * no procedure is probed with ids that could not mean anything. A schema may also say it: `.meta({ probe: 'order' })`.
 */

/** Where the rows are whose ids a kind names: rows of a tenant, of a person, or of the hub. */
export interface IdSource {
  table: string
  column: string
  /** The column that tells whose it is; without one it belongs to nobody. */
  tenant?: string
  person?: string
  /** Only rows that the portal shows. */
  where?: string
}

export const ID_KINDS = {
  order: { table: 'orders', column: 'id', tenant: 'tenant_id' },
  project: { table: 'projects', column: 'id', tenant: 'tenant_id' },
  invoice: { table: 'invoices', column: 'id', tenant: 'tenant_id', where: `state <> 'draft'` },
  tenant: { table: 'tenants', column: 'id', tenant: 'id' },
  person: { table: 'memberships', column: 'person_id', tenant: 'tenant_id' },
  role: { table: 'roles', column: 'id', tenant: 'tenant_id' },
  auditEntry: { table: 'audit_entries', column: 'id', tenant: 'tenant_id' },
  invitation: { table: 'invitations', column: 'id', tenant: 'tenant_id' },
  identityProvider: { table: 'identity_providers', column: 'id', tenant: 'tenant_id' },
  domain: { table: 'tenant_domains', column: 'id', tenant: 'tenant_id' },
  passkey: { table: 'passkeys', column: 'id', person: 'person_id' },
  session: { table: 'sessions', column: 'handle', person: 'person_id' },
  connection: { table: 'connections', column: 'id' },
  event: { table: 'inbox', column: 'id' },
  run: { table: 'runs', column: 'id' },
  staff: { table: 'staff', column: 'id' },
  staffSession: { table: 'staff_sessions', column: 'handle' },
} as const satisfies Readonly<Record<string, IdSource>>

export type IdKind = keyof typeof ID_KINDS

/** What `id` and `ids` are in the procedures of a router. */
const OF_ROUTER: Readonly<Record<string, IdKind>> = {
  'portal.orders': 'order',
  'portal.projects': 'project',
  'portal.invoices': 'invoice',
  'portal.invitations': 'invitation',
  'portal.roles': 'role',
  'portal.signOn': 'identityProvider',
  'portal.account.passkeys': 'passkey',
  'admin.connections': 'connection',
  'admin.inbox': 'event',
  'admin.runs': 'run',
  'admin.tenants': 'tenant',
}

/** Fields whose name is not `{kind}Id`. */
const OF_FIELD: Readonly<Record<string, IdKind>> = {
  'admin.inbox.list before': 'event',
  personId: 'person',
  breakGlassId: 'person',
  personIds: 'person',
  memberId: 'person',
}

/** Names that look like ids and are plain words: made by whoever asks, or told by another system. */
const NO_IDS: ReadonlySet<string> = new Set([
  'clientId',
  'commandId',
  'externalId',
  'externalCustomerId',
  'q',
])

export const isIdKind = (word: unknown): word is IdKind =>
  typeof word === 'string' && Object.hasOwn(ID_KINDS, word)

/**
 * @param procedure path of the procedure, e.g. `portal.orders.get`
 * @param field name of the property, or of the list it is in
 * @returns null when it is no id
 * @throws Error when it looks like an id and no table knows of what
 */
export function idKindOf(procedure: string, field: string): IdKind | null {
  const known = OF_FIELD[`${procedure} ${field}`] ?? OF_FIELD[field]
  if (known) return known
  if (NO_IDS.has(field) || !/^ids?$|Ids?$/.test(field)) return null
  const router = procedure.split('.').slice(0, -1).join('.')
  const kind = /^ids?$/.test(field) ? OF_ROUTER[router] : field.replace(/Ids?$/, '')
  if (isIdKind(kind)) return kind
  throw new Error(
    `${procedure} takes the id "${field}", and web/testing/probes/id-kinds.ts does not say of what.`,
  )
}
