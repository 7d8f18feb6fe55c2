/** Stripe and HubSpot of a stack as a test uses them: something happens there, by the sandbox's control routes. */
import { z } from 'zod'

const invoice = z.looseObject({
  id: z.string(),
  number: z.string().nullable(),
  status: z.string(),
  customer: z.string(),
  total: z.number(),
})
export type UpstreamInvoice = z.infer<typeof invoice>

const object = z.looseObject({ id: z.string(), properties: z.record(z.string(), z.string()) })
export type UpstreamObject = z.infer<typeof object>

export interface Billing {
  list(search: { customer: string; status?: string }): Promise<UpstreamInvoice[]>
  act(id: string, action: string, input?: object): Promise<UpstreamInvoice>
  create(invoice: object): Promise<UpstreamInvoice>
  /** Subscriptions, payment methods and the like of a customer. */
  objects(plural: string, customer: string): Promise<{ id: string; status?: string | undefined }[]>
  /** @param place e.g. `subscriptions/{id}/quantity` */
  post(place: string, input?: object): Promise<void>
}

export interface Crm {
  contactsOf(company: string): Promise<UpstreamObject[]>
  act(
    place: { plural: 'companies' | 'contacts'; id: string },
    action: string,
    input?: object,
  ): Promise<void>
  createContact(company: string, properties: Record<string, string>): Promise<UpstreamObject>
}

export function createBilling(sandboxUrl: string): Billing {
  const stripe = `${sandboxUrl}/control/stripe`
  const base = `${stripe}/invoices`
  const one = z.object({ invoice })
  return {
    async list({ customer, status }) {
      const params = new URLSearchParams({ customer, limit: '1000', ...(status ? { status } : {}) })
      const answer = await send('GET', `${base}?${params.toString()}`)
      return z.object({ invoices: z.array(invoice) }).parse(answer).invoices
    },
    act: async (id, action, input = {}) =>
      one.parse(await send('POST', `${base}/${id}/${action}`, input)).invoice,
    create: async (fields) => one.parse(await send('POST', base, fields)).invoice,
    async objects(plural, customer) {
      const shape = z.object({ id: z.string(), status: z.string().optional() })
      const answer = await send('GET', `${stripe}/${plural}?customer=${customer}`)
      return z.object({ objects: z.array(shape) }).parse(answer).objects
    },
    async post(place, input = {}) {
      await send('POST', `${stripe}/${place}`, input)
    },
  }
}

export function createCrm(sandboxUrl: string): Crm {
  const base = `${sandboxUrl}/control/hubspot`
  return {
    async contactsOf(company) {
      const answer = await send('GET', `${base}/contacts?company=${company}&limit=1000`)
      return z.object({ objects: z.array(object) }).parse(answer).objects
    },
    async act({ plural, id }, action, input = {}) {
      await send('POST', `${base}/${plural}/${id}/${action}`, input)
    },
    async createContact(company, properties) {
      const answer = await send('POST', `${base}/contacts`, { company, properties })
      return z.object({ object }).parse(answer).object
    },
  }
}

async function send(method: string, url: string, body?: object): Promise<unknown> {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${text}`)
  return JSON.parse(text)
}
