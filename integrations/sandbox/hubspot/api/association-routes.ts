/** Associations v4: every pair has the unlabelled type, and a contact's primary company another one. */
import { z } from 'zod'
import { batchError, invalid } from '../failure.ts'
import { isEngagement, type ObjectKind, PLURALS } from '../objects.ts'
import type { HubspotStore } from '../store.ts'
import { parsed } from './object-routes.ts'
import { batchAnswer, type Call, ok, type Route } from './route.ts'

const MAX_BATCH = 1_000
const MAX_PAGE = 500

/** HubSpot's own type ids of what is not labelled, by direction. */
const TYPES: Readonly<Record<string, number>> = {
  'contact company': 279,
  'company contact': 280,
  'email company': 186,
  'email contact': 198,
  'call company': 182,
  'call contact': 194,
  'meeting company': 188,
  'meeting contact': 200,
  'company email': 185,
  'contact email': 197,
  'company call': 181,
  'contact call': 193,
  'company meeting': 187,
  'contact meeting': 199,
}
/** A contact has one company that is its primary one, and that one has the contact so. */
const PRIMARY: Readonly<Record<string, number>> = { 'contact company': 1, 'company contact': 2 }

const batchBody = z.object({
  inputs: z.array(z.object({ id: z.string(), after: z.string().optional() })).max(MAX_BATCH),
})
const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(MAX_PAGE),
  after: z.string().regex(/^\d+$/).default('0'),
})

interface Direction {
  from: ObjectKind
  to: ObjectKind
}

function directionOf({ params }: Call, from: string, to: string): Direction {
  const [own, other] = [PLURALS[params[from] ?? ''], PLURALS[params[to] ?? '']]
  if (own && other && TYPES[`${own} ${other}`] !== undefined) return { from: own, to: other }
  throw invalid('The sandbox knows no associations between these.')
}

interface Associated {
  id: string
  primary: boolean
}

/** Whatever an object is associated with, of one kind. */
function associatedWith(store: HubspotStore, { from, to }: Direction, id: string): Associated[] {
  if (from === 'contact' && to === 'company') {
    return store.companiesOf(id).map(({ company, primary }) => ({ id: company, primary }))
  }
  if (from === 'company' && to === 'contact') {
    return store.contactsOf(id).map(({ contact, primary }) => ({ id: contact, primary }))
  }
  const ties = isEngagement(from)
    ? store.tiesOf(id).filter(({ kind }) => kind === to)
    : store.engagementsWith(id).filter(({ engagement }) => store.find(to, engagement))
  return ties.map(({ engagement, other }) => ({
    id: isEngagement(from) ? other : engagement,
    primary: false,
  }))
}

function sentPair({ from, to }: Direction, { id, primary }: Associated): object {
  const pair = `${from} ${to}`
  return {
    toObjectId: id,
    associationTypes: [
      ...(primary
        ? [{ category: 'HUBSPOT_DEFINED', typeId: PRIMARY[pair], label: 'Primary' }]
        : []),
      // The description has no null for a label, so an unlabelled type has none at all.
      { category: 'HUBSPOT_DEFINED', typeId: TYPES[pair] },
    ],
  }
}

interface Paged {
  direction: Direction
  id: string
  after: number
  limit: number
}

function pageOf(store: HubspotStore, { direction, id, after, limit }: Paged) {
  const all = associatedWith(store, direction, id)
  const to = all.slice(after, after + limit).map((pair) => sentPair(direction, pair))
  const end = String(after + limit)
  const more = all.length > after + limit
  return { to, paging: more ? { paging: { next: { after: end, link: `?after=${end}` } } } : {} }
}

export const associationRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/crm/v4/associations/{fromObjectType}/{toObjectType}/batch/read',
    fault: 'POST /hubspot/associations',
    answer(call) {
      const direction = directionOf(call, 'fromObjectType', 'toObjectType')
      const { inputs } = parsed(batchBody, call.body)
      const errors: object[] = []
      const results = inputs.flatMap(({ id, after = '0' }) => {
        const page = pageOf(call.store, { direction, id, after: Number(after), limit: MAX_PAGE })
        if (page.to.length > 0) return [{ from: { id }, to: page.to, ...page.paging }]
        const message = `No ${direction.to} is associated with ${direction.from} ${id}.`
        errors.push(batchError(message, { fromObjectId: [id] }))
        return []
      })
      return batchAnswer(results, errors)
    },
  },
  {
    method: 'GET',
    path: '/crm/v4/objects/{objectType}/{objectId}/associations/{toObjectType}',
    fault: 'POST /hubspot/associations',
    answer(call) {
      const direction = directionOf(call, 'objectType', 'toObjectType')
      const { limit, after } = parsed(pageQuery, call.query)
      const id = call.params['objectId'] ?? ''
      const page = pageOf(call.store, { direction, id, after: Number(after), limit })
      return ok({ results: page.to, ...page.paging })
    },
  },
]
