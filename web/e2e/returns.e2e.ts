/** Goods that go back: asked for at the order desk, told step by step on the open page, up to the credit note they ended in. */
import { expect, test } from 'vitest'
import { useScene } from './scene.ts'
import { CUSTOMERS } from './stack/seed.ts'
import { isSameDocument, markDocument, untilLive } from './visitor.ts'

const scene = useScene()

test('a return moves on the open page of its order and ends in a credit note one can open', async () => {
  const { billing, readModel, upstream, member } = scene.stack
  const { orders, stripe } = CUSTOMERS.northgate
  const delivered = await upstream.list({ customer: orders, status: 'delivered' })
  const isEmpty = (list: unknown) => !Array.isArray(list) || list.length === 0
  // What was carried out has no shipment, and nothing to send back.
  const order = delivered.find(({ shipments, returns }) => !isEmpty(shipments) && isEmpty(returns))
  if (!order) throw new Error('Northgate has no delivered order without a return.')
  const path = `/t/northgate/orders/${await readModel.orderId(order.id)}`
  const { page, context, faults } = await scene.visit({ path, as: member('northgate', 'admin') })
  await untilLive(page)
  await markDocument(page)
  const section = page.getByRole('region', { name: 'Return', exact: true })
  expect(await section.count()).toBe(0)

  await upstream.act(order.id, 'return', { reason: 'Wrong size ordered.' })
  await section.getByText('Requested', { exact: true }).waitFor()
  await section.getByText('Wrong size ordered.').waitFor()
  await upstream.act(order.id, 'advance-return')
  await section.getByText('Approved', { exact: true }).waitFor()
  await upstream.act(order.id, 'advance-return')
  await section.getByText('On its way back').waitFor()
  await section.getByRole('link', { name: /^Track / }).waitFor()
  await upstream.act(order.id, 'advance-return')
  await section.getByText('Received', { exact: true }).waitFor()
  expect(await isSameDocument(page)).toBe(true)

  // The order system names the credit note first; it becomes a link when billing tells of it.
  const invoice = await billing.create({ customer: stripe, description: 'Door seals' })
  const creditNote = `${invoice.number ?? ''}-CN-01`
  await upstream.act(order.id, 'advance-return', { creditNote })
  await section.getByText(`Credit note ${creditNote}`).waitFor()
  await billing.post('credit_notes', { invoice: invoice.id, amount: 2_000, memo: 'Sent back' })
  await section.getByRole('link', { name: `Credit note ${creditNote}` }).click()
  await page.getByText('Sent back').waitFor()
  expect(faults.take()).toEqual([])
  await context.close()
})
