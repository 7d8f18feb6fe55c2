/**
 * Stripe as slow as a bench wants it: customers by id, and a list of invoices as long as asked for, each answer after
 * the same wait. What it is asked besides (polls) it answers with empty lists.
 */
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'

export interface StandIn {
  url: string
  /** From now on everything it knows reads differently, and the list holds other invoices. */
  renew(): void
  /** How often a customer was read so far. */
  customersRead(): number
  close(): Promise<void>
}

export interface StandInOptions {
  /** Milliseconds before each answer. */
  delayMs: number
  /** Of the list. */
  invoices: number
  /** An invoice as Stripe would send it, in JSON. */
  invoice: string
}

const identified = z.object({ id: z.string(), number: z.string() })
const PREFIX = 'in_listed'
const EMPTY = '{"object":"list","data":[],"has_more":false}'

export async function startStandIn(options: StandInOptions): Promise<StandIn> {
  const { id, number } = identified.parse(JSON.parse(options.invoice))
  let generation = Date.now()
  let customersRead = 0

  const listed = (place: number): string => {
    const name = `${generation}x${String(place).padStart(8, '0')}`
    return options.invoice.replaceAll(id, PREFIX + name).replaceAll(number, `L-${name}`)
  }
  const pageOf = (search: URLSearchParams): string => {
    const after = /x(\d+)$/.exec(search.get('starting_after') ?? '')?.[1]
    const first = after === undefined ? 0 : Number(after) + 1
    const end = Math.min(first + Number(search.get('limit') ?? 10), options.invoices)
    const data = Array.from({ length: Math.max(end - first, 0) }, (_, at) => listed(first + at))
    return `{"object":"list","data":[${data.join()}],"has_more":${String(end < options.invoices)}}`
  }
  const answer = (path: string): string => {
    const { pathname, searchParams } = new URL(path, 'http://stand.in')
    if (pathname === '/v1/invoices') return pageOf(searchParams)
    const customer = /^\/v1\/customers\/(\w+)$/.exec(pathname)?.[1]
    if (customer === undefined) return EMPTY
    customersRead++
    return JSON.stringify(customerOf(customer, `Customer of ${generation}`))
  }

  const server = http.createServer((request, response) => {
    void sleep(options.delayMs).then(() => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(answer(request.url ?? '/'))
    })
  })
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    renew: () => {
      generation++
    },
    customersRead: () => customersRead,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** As far as anybody here reads it. */
export const customerOf = (id: string, name: string) => ({
  ...{ id, object: 'customer', created: 1_700_000_000, name, email: 'billing@bench.example' },
  ...{ phone: null, livemode: false, metadata: {}, tax_ids: { object: 'list', data: [] } },
  address: { line1: 'Kai 1', line2: null, postal_code: '5003', city: 'Bergen', country: 'NO' },
  invoice_settings: { default_payment_method: null },
})
