/** Any process may be killed at any moment: an open page still ends up showing what is true. */
import { describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { eventually } from './steps/eventually.ts'
import type { UpstreamOrder } from './systems/order-system.ts'
import { useScene } from './scene.ts'
import { isSameDocument, markDocument, untilLive } from './visitor.ts'

const scene = useScene()

describe('an open order page', () => {
  it('shows a change that happened while the worker was dead, once there is a worker again', async () => {
    const { stack } = scene
    const order = await stack.upstream.get({ customer: 'C-1001', status: 'production' })
    const page = await openOrder(order)
    await stack.processes.worker.kill()
    await stack.upstream.act(order.id, 'note', { text: 'Crate sealed while the worker slept.' })
    await untilStored(order)
    await stack.processes.worker.start()
    await page.getByText('Crate sealed while the worker slept.').waitFor({ timeout: 45_000 })
    expect(await isSameDocument(page)).toBe(true)
  })

  it('says that it reconnects while the web process is dead, and catches up by itself', async () => {
    const { stack } = scene
    const order = await stack.upstream.get({ customer: 'C-1002', status: 'production' })
    const page = await openOrder(order)
    await stack.processes.web.kill()
    await page.getByText('Reconnecting', { exact: true }).waitFor()
    // The order desk keeps its webhook and tries again.
    await stack.upstream.act(order.id, 'note', { text: 'Inspected while nobody listened.' })
    await stack.processes.web.start()
    await untilLive(page)
    await page.getByText('Inspected while nobody listened.').waitFor({ timeout: 75_000 })
    expect(await isSameDocument(page)).toBe(true)
  })
})

async function openOrder(order: UpstreamOrder): Promise<Page> {
  const slug = order.customer.id === 'C-1001' ? 'northgate' : 'vellmar'
  const { page } = await scene.visit({
    path: `/t/${slug}/orders/${await scene.stack.readModel.orderId(order.id)}`,
    as: scene.stack.member(slug, 'admin'),
  })
  await untilLive(page)
  await markDocument(page)
  return page
}

async function untilStored(order: UpstreamOrder): Promise<void> {
  const find = (): Promise<unknown[]> =>
    scene.stack.readModel.query(
      `select 1 from inbox where external_id = $1 and state = 'pending'`,
      [order.id],
    )
  await eventually(find).toHaveLength(1)
}
