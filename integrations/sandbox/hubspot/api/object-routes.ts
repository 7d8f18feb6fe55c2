/** Pages, single objects and batches of `/crm/v3/objects/{objectType}`. */
import { z } from 'zod'
import { batchError, invalid, notFound } from '../failure.ts'
import { type ObjectKind, PLURALS, sentObject } from '../objects.ts'
import type { HubspotStore } from '../store.ts'
import { batchAnswer, type Call, ok, type Route } from './route.ts'

const MAX_PAGE = 100
const USUAL_PAGE = 10

const whole = z.string().regex(/^\d{1,15}$/)
const flag = z.enum(['true', 'false']).default('false')
const names = z.union([z.string(), z.array(z.string())]).default([])

/** Names may come as one value with commas, as several values, or both. */
const split = (given: z.infer<typeof names>): string[] =>
  [given].flat().flatMap((part) => part.split(',').map((name) => name.trim()))

const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(USUAL_PAGE),
  after: whole.default('0'),
  properties: names,
  associations: names,
  archived: flag,
})

const batchBody = z.object({
  inputs: z.array(z.object({ id: z.string() })).max(MAX_PAGE),
  properties: z.array(z.string()).default([]),
})

export function kindOf({ params }: Call): ObjectKind {
  const given = params['objectType'] ?? ''
  const kind = Object.hasOwn(PLURALS, given) ? PLURALS[given] : undefined
  if (kind) return kind
  throw invalid(`Unable to infer object type from: ${given}`)
}

export function parsed<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw invalid(`Invalid input JSON: ${z.prettifyError(result.error)}`)
}

/** v3 words associations by name; the primary one has the bare name. */
function inlineAssociations(store: HubspotStore, id: string): object {
  const results = store
    .companiesOf(id)
    .flatMap(({ company, primary }) => [
      ...(primary ? [{ id: company, type: 'contact_to_company' }] : []),
      { id: company, type: 'contact_to_company_unlabeled' },
    ])
  return results.length === 0 ? {} : { associations: { companies: { results } } }
}

export const objectRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/crm/v3/objects/{objectType}',
    fault: 'GET /hubspot/objects',
    answer(call) {
      const kind = kindOf(call)
      const { limit, after, properties, associations, archived } = parsed(pageQuery, call.query)
      const asked = split(properties)
      const options = { after, archived: archived === 'true', limit: limit + 1 }
      const found = call.store.page(kind, options)
      const page = found.slice(0, limit)
      const last = page.at(-1)
      const inline = kind === 'contact' && split(associations).includes('companies')
      const results = page.map((object) => ({
        ...sentObject(object, asked),
        ...(inline ? inlineAssociations(call.store, object.id) : {}),
      }))
      if (found.length <= limit || !last) return ok({ results })
      return ok({ results, paging: { next: { after: last.id, link: `?after=${last.id}` } } })
    },
  },
  {
    method: 'GET',
    path: '/crm/v3/objects/{objectType}/{objectId}',
    fault: 'GET /hubspot/objects',
    answer(call) {
      const { properties, archived } = parsed(pageQuery, call.query)
      const id = call.store.afterMerges(call.params['objectId'] ?? '')
      const object = call.store.find(kindOf(call), id)
      if (object && (object.archivedAt !== null) === (archived === 'true')) {
        return ok(sentObject(object, split(properties)))
      }
      throw notFound()
    },
  },
  {
    method: 'POST',
    path: '/crm/v3/objects/{objectType}/batch/read',
    fault: 'POST /hubspot/batch/read',
    answer(call) {
      const kind = kindOf(call)
      const { inputs, properties } = parsed(batchBody, call.body)
      const archived = parsed(pageQuery, call.query).archived === 'true'
      const lacking: string[] = []
      const results = [...new Set(inputs.map((input) => input.id))].flatMap((id) => {
        const object = call.store.find(kind, call.store.afterMerges(id))
        if (object && (object.archivedAt !== null) === archived) {
          return [sentObject(object, properties)]
        }
        lacking.push(id)
        return []
      })
      const message = 'Could not get some objects, they may be deleted or not exist.'
      const errors = lacking.length === 0 ? [] : [batchError(message, { ids: lacking })]
      return batchAnswer(results, errors)
    },
  },
]
