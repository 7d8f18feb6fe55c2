/** Orders: placed, noted upon, delayed, taken along their way, deleted. */
import { z } from 'zod'
import type { Deed, Kind } from './kind.ts'
import { fresh } from './kind.ts'

const placed = z.object({ order: z.object({ id: z.string() }) })

const act =
  (action: string, input: () => object = () => ({})): Deed =>
  async ({ stage }, id) =>
    (await stage.control.send('POST', `/orders/${id}/${action}`, input())) !== null

const note = act('note', () => ({ text: fresh('Checked') }))

export const order: Kind = {
  name: 'order',
  share: 0.3,
  async create({ stage, random }) {
    const customer = stage.customerOf('orders', random)
    const answer = await stage.control.send('POST', '/orders', { customer, title: fresh('Valves') })
    return placed.parse(answer).order.id
  },
  changes: [note, note, act('advance'), act('advance'), act('delay', () => ({ days: 2 }))],
  remove: act('delete'),
}
