/**
 * The parts of HubSpot's objects and events we read. Unknown fields are ignored, so that HubSpot may grow; ids
 * are numbers in webhooks and text in the API, and are text everywhere behind this file.
 */
import { z } from 'zod'

/** NUL and lone surrogates are legal in JSON but fit no PostgreSQL text. */
const text = (max: number) =>
  z
    .string()
    .max(max)
    .refine((value) => !value.includes('\u0000') && value.isWellFormed(), 'must be plain Unicode')

/** HubSpot's longest property value. */
export const value = text(65_536).nullish()

/** Numbers beyond 2^53 lose digits while they are parsed, so they are faults rather than other ids. */
const fromNumber = z.int().min(0).transform(String)
const digits = z.string().regex(/^\d{1,20}$/, 'must be a whole number')
export const hubspotId = z.union([fromNumber, digits])

const LAST_MOMENT = Date.UTC(9999, 11, 31, 23, 59, 59, 999)
const moment = z.int().min(0).max(LAST_MOMENT)

/** An object as the library hands it over: its dates are Dates already. */
export const wireObject = {
  id: hubspotId,
  updatedAt: z.date().max(new Date(LAST_MOMENT)),
  archivedAt: z.date().max(new Date(LAST_MOMENT)).nullish(),
}

export const wireCompany = z.object({
  ...wireObject,
  properties: z.object({
    name: value,
    domain: value,
    phone: value,
    industry: value,
    address: value,
    address2: value,
    zip: value,
    city: value,
    state: value,
    country: value,
    hs_merged_object_ids: value,
  }),
})

export const wireContact = z.object({
  ...wireObject,
  properties: z.object({
    firstname: value,
    lastname: value,
    email: value,
    phone: value,
    mobilephone: value,
    jobtitle: value,
    hs_merged_object_ids: value,
  }),
})

/** Whatever came in place of what was asked for by its id. */
export const wireMerged = z.object({
  ...wireObject,
  properties: z.object({ hs_merged_object_ids: value }),
})

export const wireArchived = z.object(wireObject)

const paging = z.object({ next: z.object({ after: text(2_000).min(1) }).nullish() }).nullish()

/** Pages, searches and batches alike, before their items are looked at. */
export const wireAnswer = z.object({
  results: z.array(z.unknown()),
  paging,
  /** Of a 207. */
  errors: z.array(z.object({ category: z.string() })).nullish(),
})

/** The companies of one contact. */
export const wireAssociations = z.object({
  _from: z.object({ id: hubspotId }),
  to: z.array(
    z.object({
      toObjectId: hubspotId,
      associationTypes: z.array(z.object({ category: z.string(), typeId: z.int() })),
    }),
  ),
  paging,
})

export const wireEvent = z.object({
  subscriptionType: text(100).min(1),
  eventId: hubspotId,
  subscriptionId: hubspotId,
  portalId: hubspotId,
  /** Unix milliseconds. */
  occurredAt: moment,
  objectId: hubspotId.nullish(),
  /** Generic events (`object.*`) say by this what they are about. */
  objectTypeId: text(50).nullish(),
  /** Merges. Some kinds of merge make a new object, into which even the primary one goes. */
  primaryObjectId: hubspotId.nullish(),
  mergedObjectIds: z.array(hubspotId).max(1_000).nullish(),
  newObjectId: hubspotId.nullish(),
  /** Association changes. */
  associationType: text(200).nullish(),
  fromObjectId: hubspotId.nullish(),
  toObjectId: hubspotId.nullish(),
  fromObjectTypeId: text(50).nullish(),
  toObjectTypeId: text(50).nullish(),
})

export type WireCompany = z.infer<typeof wireCompany>
export type WireContact = z.infer<typeof wireContact>
export type WireAssociations = z.infer<typeof wireAssociations>
export type WireEvent = z.infer<typeof wireEvent>

/** The first three faults as one line, each with its place; never with the value found there. */
export function faultsOf(error: z.ZodError): string {
  const faults = error.issues.slice(0, 3).map((issue) => {
    const place = issue.path.map(String).join('.')
    return place ? `${place}: ${issue.message}` : issue.message
  })
  const more = error.issues.length - faults.length
  return more > 0 ? `${faults.join('; ')}; and ${String(more)} more` : faults.join('; ')
}
