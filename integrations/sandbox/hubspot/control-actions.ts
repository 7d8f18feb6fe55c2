/** What a person in the CRM can do with a company or a contact, and what each action accepts. */
import { z } from 'zod'
import { archiveObject, changeObject, forgetContact, restoreObject } from './changes.ts'
import { reassign } from './engagements.ts'
import { ENGAGEMENTS, isEngagement, OBJECT_KINDS, type ObjectKind } from './objects.ts'
import type { Portal } from './portal.ts'
import { mergeObjects, moveContact } from './ties.ts'

export const objectId = z.string().regex(/^\d{1,15}$/, 'must be an id of HubSpot')
export const propertyValues = z.record(
  z.string().regex(/^[a-z][a-z0-9_]{0,99}$/),
  z.string().max(65_536),
)

const nothing = z.strictObject({})
const changing = z.strictObject({ properties: propertyValues })
const renaming = z.strictObject({ name: z.string().trim().min(1).max(500) })
const merging = z.strictObject({ loser: objectId, asNew: z.boolean().default(false) })
const moving = z.strictObject({ company: objectId.nullable() })

export interface Subject {
  kind: ObjectKind
  id: string
}

export interface Action {
  kinds: readonly ObjectKind[]
  /** @throws ZodError for input it does not accept */
  run(portal: Portal, subject: Subject, input: unknown): void
}

const BOTH: readonly ObjectKind[] = ['company', 'contact']
const whom = z.strictObject({
  companies: z.array(objectId).max(50).default([]),
  contacts: z.array(objectId).max(50).default([]),
})

export const HUBSPOT_ACTIONS: ReadonlyMap<string, Action> = new Map<string, Action>([
  [
    'change',
    {
      kinds: OBJECT_KINDS,
      run: (portal, subject, input) => {
        changeObject(portal, { ...subject, ...changing.parse(input) })
      },
    },
  ],
  [
    'rename',
    {
      kinds: ['company'],
      run: (portal, subject, input) => {
        changeObject(portal, { ...subject, properties: renaming.parse(input) })
      },
    },
  ],
  [
    'delete',
    {
      kinds: OBJECT_KINDS,
      run: (portal, { kind, id }, input) => {
        nothing.parse(input)
        archiveObject(portal, kind, id)
      },
    },
  ],
  [
    'restore',
    {
      kinds: OBJECT_KINDS,
      run: (portal, { kind, id }, input) => {
        nothing.parse(input)
        restoreObject(portal, kind, id)
      },
    },
  ],
  [
    'merge',
    {
      kinds: BOTH,
      run: (portal, { kind, id }, input) => {
        if (!isEngagement(kind)) mergeObjects(portal, { kind, winner: id, ...merging.parse(input) })
      },
    },
  ],
  [
    'move',
    {
      kinds: ['contact'],
      run: (portal, { id }, input) => {
        moveContact(portal, id, moving.parse(input).company)
      },
    },
  ],
  [
    'reassign',
    {
      kinds: ENGAGEMENTS,
      run: (portal, { kind, id }, input) => {
        if (isEngagement(kind)) reassign(portal, { kind, id }, whom.parse(input))
      },
    },
  ],
  [
    'forget',
    {
      kinds: ['contact'],
      run: (portal, { id }, input) => {
        nothing.parse(input)
        forgetContact(portal, id)
      },
    },
  ],
])
