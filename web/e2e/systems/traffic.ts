/** Changes at all three sources, one after the other and spread over a time, as operators would make them. */
import { setTimeout as sleep } from 'node:timers/promises'
import { CUSTOMERS } from '../stack/seed.ts'
import type { Stack } from '../stack/stack.ts'

export interface Traffic {
  /** @returns how many changes the sources took */
  run(count: number, ms: number): Promise<number>
}

type Slug = keyof typeof CUSTOMERS

export function createTraffic(stack: Pick<Stack, 'upstream' | 'billing' | 'crm'>): Traffic {
  const kinds = [
    (slug: Slug, turn: number) => changeOrder(stack, slug, turn),
    (slug: Slug, turn: number) => changeBilling(stack, slug, turn),
    (slug: Slug, turn: number) => changeCrm(stack, slug, turn),
  ]
  const slugs = Object.keys(CUSTOMERS) as Slug[]
  return {
    async run(count, ms) {
      let made = 0
      const began = Date.now()
      for (let turn = 0; turn < count; turn++) {
        await kinds[turn % kinds.length]?.(slugs[turn % slugs.length] ?? 'northgate', turn)
        made++
        await sleep(Math.max(0, began + (ms * (turn + 1)) / count - Date.now()))
      }
      return made
    },
  }
}

async function changeOrder({ upstream }: Pick<Stack, 'upstream'>, slug: Slug, turn: number) {
  const customer = CUSTOMERS[slug].orders
  const order = await upstream.place({ customer, title: `Valve set ${turn}` })
  // Two changes of one order within a moment: the later one must win.
  if (turn % 2 === 0) await upstream.act(order.id, 'note', { text: `Checked, turn ${turn}.` })
  else {
    // A project is the other kind of the same source, through the same webhook.
    const project = await upstream.getProject({ customer })
    await upstream.actOnProject(project.id, 'move', {
      ...{ milestone: 'project', days: 1 + (turn % 5), reason: `Moved, turn ${turn}.` },
    })
  }
}

async function changeBilling({ billing }: Pick<Stack, 'billing'>, slug: Slug, turn: number) {
  const invoice = await billing.create({ customer: CUSTOMERS[slug].stripe })
  const action = (['pay', 'void', 'fail', 'uncollectible'] as const)[turn % 4] ?? 'pay'
  await billing.act(invoice.id, action)
}

async function changeCrm({ crm }: Pick<Stack, 'crm'>, slug: Slug, turn: number) {
  const id = CUSTOMERS[slug].hubspot
  const person = { firstname: 'Nr', lastname: String(turn) }
  const contact = await crm.createContact(id, person)
  const at = { plural: 'contacts', id: contact.id } as const
  const other = CUSTOMERS[slug === 'northgate' ? 'vellmar' : 'northgate'].hubspot
  if (turn % 4 === 0) await crm.act(at, 'move', { company: other })
  else if (turn % 4 === 1) await crm.act(at, 'delete')
  else await crm.act({ plural: 'companies', id }, 'rename', { name: `${slug} ${turn}` })
}
