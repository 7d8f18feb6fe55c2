/** Companies, contacts and engagements as the stand-in keeps them, and as they go over the wire. */
export const ENGAGEMENTS = ['email', 'call', 'meeting'] as const
export type EngagementKind = (typeof ENGAGEMENTS)[number]
export type ObjectKind = 'company' | 'contact' | EngagementKind

export const OBJECT_KINDS: readonly ObjectKind[] = ['company', 'contact', ...ENGAGEMENTS]

export interface CrmObject {
  kind: ObjectKind
  /** Digits, as HubSpot's are. */
  id: string
  properties: Record<string, string>
  /** Unix milliseconds. */
  createdAt: number
  updatedAt: number
  /** Null unless it lies in the bin. */
  archivedAt: number | null
}

/** HubSpot's own type ids. */
export const TYPE_IDS: Readonly<Record<ObjectKind, string>> = {
  company: '0-2',
  contact: '0-1',
  email: '0-49',
  call: '0-48',
  meeting: '0-47',
}

export const PLURAL: Readonly<Record<ObjectKind, string>> = {
  company: 'companies',
  contact: 'contacts',
  email: 'emails',
  call: 'calls',
  meeting: 'meetings',
}

/** Whatever a path may call a kind. */
export const PLURALS: Readonly<Record<string, ObjectKind>> = Object.fromEntries(
  OBJECT_KINDS.flatMap((kind) => [kind, PLURAL[kind], TYPE_IDS[kind]].map((name) => [name, kind])),
)

export const isEngagement = (kind: ObjectKind): kind is EngagementKind =>
  kind !== 'company' && kind !== 'contact'

/** The property that holds the last change; contacts never got the newer name. */
export const CHANGED_PROPERTY: Readonly<Record<ObjectKind, string>> = {
  company: 'hs_lastmodifieddate',
  contact: 'lastmodifieddate',
  email: 'hs_lastmodifieddate',
  call: 'hs_lastmodifieddate',
  meeting: 'hs_lastmodifieddate',
}

const USUAL: Readonly<Record<ObjectKind, readonly string[]>> = {
  company: ['name', 'domain'],
  contact: ['firstname', 'lastname', 'email'],
  email: [],
  call: [],
  meeting: [],
}

/** Of an object that others were merged into: their ids, with semicolons between. */
export const MERGED_IDS = 'hs_merged_object_ids'

const iso = (at: number): string => new Date(at).toISOString()

/** With the properties asked for; the three that HubSpot always sends come along. */
export function sentObject(object: CrmObject, asked: readonly string[]): object {
  const { kind, id, createdAt, updatedAt, archivedAt } = object
  const names = asked.length > 0 ? asked : USUAL[kind]
  const given = names.flatMap((name) => {
    const value = object.properties[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return {
    id,
    properties: {
      ...Object.fromEntries(given),
      createdate: iso(createdAt),
      [CHANGED_PROPERTY[kind]]: iso(updatedAt),
      hs_object_id: id,
    },
    createdAt: iso(createdAt),
    updatedAt: iso(updatedAt),
    archived: archivedAt !== null,
    ...(archivedAt === null ? {} : { archivedAt: iso(archivedAt) }),
  }
}
