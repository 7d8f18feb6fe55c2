/** What a customer has subscribed to changes on its open page when it changes at Stripe, and does not exist without billing. */
import { expect, test } from 'vitest'
import { useScene } from './scene.ts'
import { CUSTOMERS } from './stack/seed.ts'
import { isSameDocument, markDocument, untilLive } from './visitor.ts'

const scene = useScene()
const customer = CUSTOMERS.northgate.stripe

test('seats, the end and a detached card move on the open page; a credit note on the open invoice', async () => {
  const { billing, readModel, member } = scene.stack
  const as = member('northgate', 'billing')
  const { page, context, faults } = await scene.visit({ path: '/t/northgate/plan', as })
  await untilLive(page)
  await markDocument(page)
  const running = (await billing.objects('subscriptions', customer)).find(
    ({ status }) => status === 'active',
  )
  const id = running?.id ?? ''
  await page.getByText('€294.00').first().waitFor()

  await billing.post(`subscriptions/${id}/quantity`, { quantity: 9 })
  await page.getByText('€441.00').first().waitFor()
  await billing.post(`subscriptions/${id}/cancel_at_period_end`)
  await page.getByText('and is not charged again', { exact: false }).waitFor()
  await page.getByText('Ending', { exact: true }).waitFor()

  const card = { type: 'card', customer, last4: '1881', expMonth: 3, expYear: 2099 }
  await billing.post('payment_methods', card)
  await page.getByText('Visa ending in 1881').waitFor()
  const added = (await billing.objects('payment_methods', customer))[0]
  await billing.post(`payment_methods/${added?.id ?? ''}/detach`)
  await page.getByText('Visa ending in 1881').waitFor({ state: 'detached' })
  expect(await isSameDocument(page)).toBe(true)

  const invoice = await billing.create({ customer, description: 'Two valves' })
  await page.goto(`/t/northgate/invoices/${await readModel.issuedInvoiceId(invoice.id)}`)
  await untilLive(page)
  await billing.post('credit_notes', { invoice: invoice.id, amount: 2_000, memo: 'One valve less' })
  await page.getByText('One valve less').waitFor()
  await page.getByText('-€20.00').first().waitFor()
  expect(faults.take()).toEqual([])
  await context.close()
})

test('without billing there is no plan: neither a place in the menu nor a page', async () => {
  const as = scene.stack.member('northgate', 'project')
  const { page, context } = await scene.visit({ path: '/t/northgate/plan', as })
  await page.getByRole('heading', { level: 1, name: /not|missing|find/i }).waitFor()
  expect(await page.getByRole('link', { name: 'Plan', exact: true }).count()).toBe(0)
  await context.close()
})
