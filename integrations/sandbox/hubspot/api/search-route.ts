/** `/crm/v3/objects/{objectType}/search`, with the limits that make it hard: one sort, 10,000 results, an index that lags. */
import { z } from 'zod'
import { columnOf, filterGroups, whereOf } from '../filters.ts'
import { invalid } from '../failure.ts'
import { type ObjectKind, sentObject } from '../objects.ts'
import { kindOf, parsed } from './object-routes.ts'
import { ok, type Route } from './route.ts'

const MAX_PAGE = 200
const USUAL_PAGE = 10
/** However one pages, nothing beyond this is ever shown. */
const MAX_RESULTS = 10_000

const sort = z.union([
  z.string(),
  z.object({
    propertyName: z.string(),
    direction: z.enum(['ASCENDING', 'DESCENDING']).default('ASCENDING'),
  }),
])

const searchBody = z.object({
  filterGroups: filterGroups.default([]),
  sorts: z.array(sort).max(1, 'only one sort is supported').default([]),
  properties: z.array(z.string()).default([]),
  limit: z.int().min(1).max(MAX_PAGE).default(USUAL_PAGE),
  after: z
    .union([z.string(), z.number()])
    .default('0')
    .transform(Number)
    .refine((offset) => Number.isSafeInteger(offset) && offset >= 0, 'must be a whole number'),
})

function orderOf(kind: ObjectKind, given: z.infer<typeof sort> | undefined): string {
  if (given === undefined) return 'created_at, id'
  const named = typeof given === 'string' ? given : given.propertyName
  const descending =
    typeof given === 'string' ? given.startsWith('-') : given.direction === 'DESCENDING'
  const property = named.replace(/^-/, '')
  if (!/^[a-z][a-z0-9_]*$/.test(property)) throw invalid(`Cannot sort by '${property}'.`)
  // Ties come in no promised order; against the ids is the order that shows who relies on one.
  return `${columnOf(kind, property).sql} ${descending ? 'desc' : 'asc'}, id desc`
}

export const searchRoute: Route = {
  method: 'POST',
  path: '/crm/v3/objects/{objectType}/search',
  fault: 'POST /hubspot/search',
  answer(call) {
    const kind = kindOf(call)
    const { limit, after, sorts, properties, ...given } = parsed(searchBody, call.body)
    if (after + limit > MAX_RESULTS) {
      throw invalid(`Paging goes up to ${String(MAX_RESULTS)} results.`)
    }
    const { total, found } = call.store.search(kind, {
      where: whereOf(kind, given.filterGroups),
      order: orderOf(kind, sorts[0]),
      offset: after,
      limit,
      indexedUntil: call.indexedUntil,
    })
    const results = found.map((object) => sentObject(object, properties))
    const end = String(after + limit)
    if (after + limit >= total) return ok({ total, results })
    return ok({ total, results, paging: { next: { after: end, link: `?after=${end}` } } })
  },
}
