/** Companies and contacts as the stand-in keeps them, and as they go over the wire. */
export type ObjectKind = 'company' | 'contact'

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

export const PLURALS: Readonly<Record<string, ObjectKind>> = {
  companies: 'company',
  contacts: 'contact',
  company: 'company',
  contact: 'contact',
  '0-2': 'company',
  '0-1': 'contact',
}

/** The property that holds the last change; contacts never got the newer name. */
export const CHANGED_PROPERTY: Readonly<Record<ObjectKind, string>> = {
  company: 'hs_lastmodifieddate',
  contact: 'lastmodifieddate',
}

const USUAL: Readonly<Record<ObjectKind, readonly string[]>> = {
  company: ['name', 'domain'],
  contact: ['firstname', 'lastname', 'email'],
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
