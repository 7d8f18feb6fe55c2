/** Associations v4 between contacts and companies: every pair has the unlabelled type, one of them is primary. */
import { z } from 'zod'
import { batchError, invalid } from '../failure.ts'
import { PLURALS } from '../objects.ts'
import { type Association, type HubspotStore } from '../store.ts'
import { parsed } from './object-routes.ts'
import { batchAnswer, type Call, ok, type Route } from './route.ts'

const MAX_BATCH = 1_000
const MAX_PAGE = 500

/** HubSpot's own type ids, by direction. */
const TYPES = {
  contact: { primary: 1, unlabelled: 279 },
  company: { primary: 2, unlabelled: 280 },
} as const

const batchBody = z.object({
  inputs: z.array(z.object({ id: z.string(), after: z.string().optional() })).max(MAX_BATCH),
})
const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(MAX_PAGE),
  after: z.string().regex(/^\d+$/).default('0'),
})

type From = keyof typeof TYPES

function fromOf({ params }: Call, from: string, to: string): From {
  const own = PLURALS[params[from] ?? '']
  const other = PLURALS[params[to] ?? '']
  if (own && other && own !== other) return own
  throw invalid('The sandbox knows associations between contacts and companies only.')
}

function sentPair(from: From, { contact, company, primary }: Association): object {
  const types = TYPES[from]
  return {
    toObjectId: from === 'contact' ? company : contact,
    associationTypes: [
      ...(primary
        ? [{ category: 'HUBSPOT_DEFINED', typeId: types.primary, label: 'Primary' }]
        : []),
      // The description has no null for a label, so an unlabelled type has none at all.
      { category: 'HUBSPOT_DEFINED', typeId: types.unlabelled },
    ],
  }
}

interface Paged {
  from: From
  id: string
  after: number
  limit: number
}

function pageOf(store: HubspotStore, { from, id, after, limit }: Paged) {
  const all = from === 'contact' ? store.companiesOf(id) : store.contactsOf(id)
  const to = all.slice(after, after + limit).map((pair) => sentPair(from, pair))
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
      const from = fromOf(call, 'fromObjectType', 'toObjectType')
      const { inputs } = parsed(batchBody, call.body)
      const errors: object[] = []
      const results = inputs.flatMap(({ id, after = '0' }) => {
        const page = pageOf(call.store, { from, id, after: Number(after), limit: MAX_PAGE })
        if (page.to.length > 0) return [{ from: { id }, to: page.to, ...page.paging }]
        const message = `No ${from === 'contact' ? 'company' : 'contact'} is associated with ${from} ${id}.`
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
      const from = fromOf(call, 'objectType', 'toObjectType')
      const { limit, after } = parsed(pageQuery, call.query)
      const id = call.params['objectId'] ?? ''
      const page = pageOf(call.store, { from, id, after: Number(after), limit })
      return ok({ results: page.to, ...page.paging })
    },
  },
]
