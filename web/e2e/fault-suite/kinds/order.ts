/** Orders: placed, noted upon, delayed, taken along their way, deleted. */
import { z } from 'zod'
import { actsOn, fresh, type Kind } from './kind.ts'

const placed = z.object({ order: z.object({ id: z.string() }) })

const act = actsOn('orders')

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
