/** `/control/hubspot/*` and `/control/webhooks/hubspot`: what a person in the CRM could do, as JSON. */
import { json, Router } from 'express'
import { z } from 'zod'
import { AppError } from '#workflows/contracts/errors.ts'
import { createObject } from './changes.ts'
import { HUBSPOT_ACTIONS, objectId, propertyValues } from './control-actions.ts'
import { logEngagement } from './engagements.ts'
import {
  type CrmObject,
  ENGAGEMENTS,
  isEngagement,
  OBJECT_KINDS,
  type ObjectKind,
  PLURAL,
} from './objects.ts'
import type { Portal } from './portal.ts'
import { moveContact } from './ties.ts'
import { endpoint, type HubspotDeliveries } from './webhook/deliveries.ts'

export interface HubspotControlDeps {
  portal: Portal
  deliveries: HubspotDeliveries
  transaction: <T>(work: () => T) => T
  changed: (id?: string) => void
  /** How far the search index is behind, in milliseconds. */
  setSearchLag: (ms: number) => void
}

const MOST = 200_000

const newObject = z.strictObject({
  properties: propertyValues,
  id: objectId.optional(),
  /** Of a contact: its primary company. */
  company: objectId.optional(),
  /** Of an engagement: with whom it was. */
  companies: z.array(objectId).max(50).default([]),
  contacts: z.array(objectId).max(50).default([]),
})
/** An engagement of a seed says what it is. */
const seeded = newObject.omit({ company: true }).extend({ kind: z.enum(ENGAGEMENTS) })
const seed = z.strictObject({
  companies: z
    .array(newObject.pick({ id: true, properties: true }))
    .max(MOST)
    .default([]),
  contacts: z
    .array(newObject.omit({ companies: true, contacts: true }))
    .max(MOST)
    .default([]),
  engagements: z.array(seeded).max(MOST).default([]),
  /** Unix milliseconds of their last change, the same for all of them; now if not said. */
  at: z.int().min(0).optional(),
  replace: z.boolean().default(false),
})
const search = z.object({
  company: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
})

/** Parses a request part, or tells what is wrong with it in one line. */
function inOurWords<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error
    throw new AppError('invalid_input', z.prettifyError(error))
  }
}

const parse = <T>(schema: z.ZodType<T>, value: unknown): T => inOurWords(() => schema.parse(value))

export function createHubspotControl(deps: HubspotControlDeps): Router {
  const router = Router()
  router.use(['/hubspot', '/webhooks/hubspot'], json({ limit: '256mb', strict: false }))
  router.use('/hubspot', stateRoutes(deps), deliveryRoutes(deps), objectRoutes(deps))
  router.use('/webhooks/hubspot', webhookRoutes(deps))
  return router
}

function kindOf(plural: string): ObjectKind {
  const kind = OBJECT_KINDS.find((each) => PLURAL[each] === plural)
  if (kind) return kind
  throw new AppError('not_found', `There are ${Object.values(PLURAL).join(', ')}.`)
}

function objectRoutes({ portal, transaction, changed }: HubspotControlDeps): Router {
  const router = Router()
  const { store } = portal
  const act = <T>(work: () => T, id?: string): T => {
    const result = inOurWords(() => transaction(work))
    changed(id)
    return result
  }
  const shown = (object: CrmObject) => ({
    ...object,
    companies: object.kind === 'contact' ? store.companiesOf(object.id) : [],
  })
  router.get('/:plural', (request, response) => {
    const { company, limit } = parse(search, request.query)
    const kind = kindOf(request.params.plural)
    const found =
      company === undefined
        ? store.page(kind, { after: '0', archived: false, limit })
        : store.contactsOf(company).flatMap(({ contact }) => store.find('contact', contact) ?? [])
    response.json({ objects: found.map(shown) })
  })
  router.post('/:plural', (request, response) => {
    const kind = kindOf(request.params.plural)
    const { company, id, properties, ...whom } = parse(newObject, request.body)
    const object = act(() => {
      const fields = { properties, ...(id ? { id } : {}) }
      if (isEngagement(kind)) return logEngagement(portal, { kind, ...fields, ...whom })
      const made = createObject(portal, { kind, ...fields })
      return kind === 'contact' && company ? moveContact(portal, made.id, company) : made
    })
    response.status(201).json({ object: shown(object) })
  })
  router.post('/:plural/:id/:action', (request, response) => {
    const { plural, id, action } = request.params
    const kind = kindOf(plural)
    const known = HUBSPOT_ACTIONS.get(action)
    if (!known?.kinds.includes(kind)) {
      throw new AppError('not_found', `Actions are ${[...HUBSPOT_ACTIONS.keys()].join(', ')}.`)
    }
    act(() => known.run(portal, { kind, id }, request.body ?? {}), id)
    const after = store.find(kind, id)
    response.json({ object: after ? shown(after) : null })
  })
  return router
}

function stateRoutes({ portal, transaction, changed, setSearchLag }: HubspotControlDeps): Router {
  const router = Router()
  const { store } = portal
  /** Everything as stored: what a read model is compared with. */
  router.get('/state', (_request, response) => {
    const all = { after: '0', archived: false, limit: MOST }
    response.json({
      companies: store.page('company', all),
      contacts: store.page('contact', all),
      associations: store.associations(),
      engagements: ENGAGEMENTS.flatMap((kind) => store.page(kind, all)),
      ties: store.ties(),
    })
  })
  /** Nobody is told: history, or what a test starts from. */
  router.post('/seed', (request, response) => {
    const { companies, contacts, engagements, at, replace } = parse(seed, request.body)
    const silent: Portal = { store, tell: () => undefined }
    const time = at === undefined ? {} : { at }
    transaction(() => {
      if (replace) store.clear()
      for (const { id, properties } of companies) {
        createObject(silent, { kind: 'company', properties, ...time, ...(id ? { id } : {}) })
      }
      for (const { id, properties, company } of contacts) {
        const fields = { kind: 'contact', properties, ...time, ...(id ? { id } : {}) } as const
        const contact = createObject(silent, fields)
        if (company) store.associate({ contact: contact.id, company, primary: true })
      }
      for (const { id, ...engagement } of engagements) {
        logEngagement(silent, { ...engagement, ...time, ...(id ? { id } : {}) })
      }
    })
    changed()
    response.status(201).json({ seeded: companies.length + contacts.length + engagements.length })
  })
  router.put('/search-lag', (request, response) => {
    const { ms } = parse(z.strictObject({ ms: z.int().min(0).max(3_600_000) }), request.body)
    setSearchLag(ms)
    response.json({ ms })
  })
  return router
}

function deliveryRoutes({ deliveries }: HubspotControlDeps): Router {
  const router = Router()
  router.get('/deliveries', (request, response) => {
    const { limit } = parse(search, request.query)
    response.json({ waiting: deliveries.waiting(), events: deliveries.list(limit) })
  })
  router.post('/deliveries/resend', (request, response) => {
    const { seq } = parse(z.strictObject({ seq: z.int().optional() }), request.body ?? {})
    const queued = deliveries.resend(seq ?? null)
    if (queued === 0) throw new AppError('not_found', 'There is nothing to send again.')
    response.status(202).json({ queued })
  })
  return router
}

function webhookRoutes({ deliveries }: HubspotControlDeps): Router {
  const router = Router()
  const shown = () => {
    const current = deliveries.endpoint()
    return { url: current?.url ?? null, registered: current !== null }
  }
  router.get('/', (_request, response) => {
    response.json(shown())
  })
  router.put('/', (request, response) => {
    deliveries.register(parse(endpoint, request.body))
    response.json(shown())
  })
  router.delete('/', (_request, response) => {
    deliveries.register(null)
    response.json(shown())
  })
  return router
}
