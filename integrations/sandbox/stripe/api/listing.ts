/** Lists as Stripe pages them: newest first, after or before an object, `has_more` at the end. */
import { missing } from '../failure.ts'
import { sent } from '../objects/sent.ts'
import type { Filter, ObjectName, StripeStore } from '../store.ts'

export interface ListQuery {
  limit: number
  starting_after?: string | undefined
  ending_before?: string | undefined
  created?: { from: number; to: number } | undefined
}

export interface Listing {
  name: ObjectName
  url: string
  query: ListQuery
  filter?: Omit<Filter, 'limit' | 'after' | 'before'>
}

export interface List {
  object: 'list'
  data: object[]
  has_more: boolean
  url: string
}

export function listing(store: StripeStore, { name, url, query, filter = {} }: Listing): List {
  const { limit, starting_after: after, ending_before: before, created } = query
  for (const [param, id] of Object.entries({ starting_after: after, ending_before: before })) {
    if (id !== undefined && !store.find(name, id)) throw missing(name, id, param)
  }
  const window = created ? { from: created.from, to: created.to } : {}
  const found = store.list(name, { ...filter, ...window, after, before, limit: limit + 1 })
  const more = found.length > limit
  // Walking backwards, the one too many is the newest.
  const page = before === undefined ? found.slice(0, limit) : found.slice(more ? 1 : 0)
  return { object: 'list', data: page.map(sent), has_more: more, url }
}

/** A list that lies within one object, oldest first: the lines of an invoice. */
export function listWithin(items: readonly { id: string }[], url: string, query: ListQuery): List {
  const { limit, starting_after: after } = query
  const at = after === undefined ? -1 : items.findIndex((item) => item.id === after)
  if (after !== undefined && at < 0) throw missing('line_item', after, 'starting_after')
  const page = items.slice(at + 1, at + 1 + limit)
  return { object: 'list', data: [...page], has_more: items.length > at + 1 + limit, url }
}
