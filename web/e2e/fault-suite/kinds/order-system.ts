/** The order system: orders taken along their way, and projects with what is due and handed over in them. */
import { z } from 'zod'
import { act, actsOn, fresh, type Deed, type Kind } from './kind.ts'

const placed = z.object({ order: z.object({ id: z.string() }) })

const onOrders = actsOn('orders')

const note = onOrders('note', () => ({ text: fresh('Checked') }))

const advance = onOrders('advance')
const askForReturn = onOrders('return', () => ({ reason: fresh('Too many') }))
const advanceReturn = onOrders('advance-return', () => ({ creditNote: fresh('CN') }))

/** What goes back goes a step further, or more goes back; before that the order has to arrive. */
const sendBack: Deed = async (scene, id) =>
  (await advanceReturn(scene, id)) || (await askForReturn(scene, id)) || (await advance(scene, id))

export const order: Kind = {
  name: 'order',
  share: 0.18,
  async create({ stage, random }) {
    const customer = stage.customerOf('orders', random)
    const answer = await stage.control.send('POST', '/orders', { customer, title: fresh('Valves') })
    return placed.parse(answer).order.id
  },
  changes: [note, note, advance, advance, sendBack, onOrders('delay', () => ({ days: 2 }))],
  remove: onOrders('delete'),
}

const setUp = z.object({ project: z.object({ id: z.string() }) })

/** A part of a project is named by the project's own number and its place in it. */
const partOf = (prefix: 'ms' | 'dl', project: string, place: number): string =>
  `${prefix}_${project.replace(/^prj_/, '')}_${String(place)}`

const actOnPart =
  (action: string, field: 'milestone' | 'deliverable', input: () => object = () => ({})): Deed =>
  (scene, id) => {
    const part = partOf(field === 'milestone' ? 'ms' : 'dl', id, scene.random.whole(1, 2))
    return act(scene, `projects/${id}/${action}`, { [field]: part, ...input() })
  }

let days = 0
const postponed = (): object => ({ days: (++days % 20) + 1, reason: fresh('Hall is not free') })

export const project: Kind = {
  name: 'project',
  share: 0.08,
  async create({ stage, random }) {
    const customer = stage.customerOf('orders', random)
    const wanted = { customer, title: fresh('Boiler house') }
    return setUp.parse(await stage.control.send('POST', '/projects', wanted)).project.id
  },
  changes: [
    actOnPart('finish', 'milestone'),
    actOnPart('move', 'milestone', postponed),
    actsOn('projects')('move', () => ({ milestone: 'project', ...postponed() })),
    actOnPart('deliver', 'deliverable'),
    actOnPart('approve', 'deliverable'),
    actOnPart('ask', 'deliverable'),
  ],
  remove: actsOn('projects')('delete'),
}
