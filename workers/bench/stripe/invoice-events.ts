/** Events of Stripe about many invoices: one that the sandbox sent, with ids of their own. */
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { withClient } from '#db/roles.ts'
import type { BenchStack } from '../bench-stack.ts'

const VELLMAR = 'cus_VellmarDairy01'
const shape = z.looseObject({
  id: z.string(),
  created: z.number(),
  data: z.object({ object: z.looseObject({ id: z.string(), number: z.string() }) }),
})

/** The text of an event as it comes over the wire. */
export type EventText = string

let made = 0

export interface InvoiceEvents {
  /** The next `count` events, each of an invoice of its own that was finalised now. */
  makeEvents: (count: number) => EventText[]
  /** The invoice itself, in JSON. */
  invoice: string
}

/** Has an invoice made, so that there is an event to copy. */
export async function copyInvoiceEvent(bench: BenchStack): Promise<InvoiceEvents> {
  await bench.billing.create({ customer: VELLMAR, description: 'Gaskets', daysUntilDue: 30 })
  const text = await readLatest(bench.database.superuserUrl)
  const { id, created, data } = shape.parse(JSON.parse(text))
  return {
    invoice: JSON.stringify(data.object),
    makeEvents: (count) =>
      Array.from({ length: count }, () => {
        const number = String(++made).padStart(8, '0')
        return text
          .replaceAll(id, `evt_bench${number}`)
          .replaceAll(data.object.id, `in_bench${number}`)
          .replaceAll(data.object.number, `B-${number}`)
          .replaceAll(`"created":${created}`, `"created":${Math.floor(Date.now() / 1_000)}`)
      }),
  }
}

const readLatest = (url: string): Promise<EventText> =>
  withClient(url, async (client) => {
    for (let turn = 0; turn < 100; turn++) {
      const { rows } = await client.query<{ body: string }>(
        `select body::text as body from inbox where event_type = 'invoice.finalized'
         order by received_at desc limit 1`,
      )
      const [row] = rows
      // Without the blanks that PostgreSQL writes.
      if (row) return JSON.stringify(JSON.parse(row.body))
      await sleep(100)
    }
    throw new Error('No webhook told of the invoice that was made.')
  })
