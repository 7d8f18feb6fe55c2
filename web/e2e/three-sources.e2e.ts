/**
 * What happens at Stripe and in the CRM changes the pages their customer has open, within what each role may see, and
 * nobody else's; with two workers and two web processes behind one address.
 */
import { describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { useScene } from './scene.ts'
import { CUSTOMERS } from './stack/seed.ts'
import { isSameDocument, markDocument, untilLive, type Visitor } from './visitor.ts'
import type { Role } from './stack/stack.ts'

const scene = useScene({ replicas: 2 })

/** On the page of an invoice, once its payment has come. */
const PAID = /^Payment of .* received/

type Slug = keyof typeof CUSTOMERS

interface Open {
  visitor: Visitor
  pages: Page[]
  /** Requests since, but for those about freshness. */
  asked: () => string[]
  /** All of it without the ages that count up by themselves. */
  read: () => Promise<string[]>
}

async function open(slug: Slug, role: Role, paths: readonly string[]): Promise<Open> {
  const [first = 'home', ...more] = paths
  const as = scene.stack.member(slug, role)
  const visitor = await scene.visit({ path: `/t/${slug}/${first}`, as })
  const pages = [visitor.page]
  for (const path of more) {
    const page = await visitor.context.newPage()
    await page.goto(`/t/${slug}/${path}`)
    pages.push(page)
  }
  for (const page of pages) {
    await untilLive(page)
    await markDocument(page)
  }
  const seen: string[] = []
  visitor.context.on('request', (request) => {
    if (!request.url().includes('portal.freshness.get')) seen.push(request.url())
  })
  const read = () =>
    Promise.all(
      pages.map(async (page) =>
        (await page.locator('main').innerText()).replaceAll(
          /\d+ (s|min|h) ago|just now/g,
          'lately',
        ),
      ),
    )
  return { visitor, pages, asked: () => seen, read }
}

async function openInvoice(slug: Slug) {
  const { billing, readModel } = scene.stack
  const invoice = await billing.create({
    customer: CUSTOMERS[slug].stripe,
    description: `Service visit at ${slug}`,
  })
  return { ...invoice, ourId: await readModel.issuedInvoiceId(invoice.id) }
}

describe('an invoice paid at Stripe', () => {
  it('turns paid on the open invoice, its row and home of its customer, and nobody else’s', async () => {
    const mine = await openInvoice('northgate')
    const theirs = await openInvoice('vellmar')
    const number = mine.number ?? ''
    const paths = ['invoices?q=Service visit', 'home']
    const north = await open('northgate', 'admin', [`invoices/${mine.ourId}`, ...paths])
    const money = await open('northgate', 'billing', [`invoices/${mine.ourId}`])
    const works = await open('northgate', 'project', ['home', 'orders'])
    const south = await open('vellmar', 'admin', [`invoices/${theirs.ourId}`, ...paths])
    const before = await Promise.all([south, works].map((each) => each.read()))

    await scene.stack.billing.act(mine.id, 'pay')

    const [page, list] = north.pages
    await page?.getByText(PAID).first().waitFor()
    await list?.getByRole('row').filter({ hasText: number }).getByText('Paid').waitFor()
    await money.pages[0]?.getByText(PAID).first().waitFor()
    expect(await Promise.all(north.pages.map(isSameDocument))).toEqual([true, true, true])
    // Neither the other customer nor a role without billing was told of anything.
    expect([...south.asked(), ...works.asked()]).toEqual([])
    expect(await Promise.all([south, works].map((each) => each.read()))).toEqual(before)

    await scene.stack.billing.act(theirs.id, 'start')
    await south.pages[0]?.getByText('A payment is on its way', { exact: false }).waitFor()
    await scene.stack.billing.act(theirs.id, 'settle')
    await south.pages[0]?.getByText(PAID).first().waitFor()
    const everybody = [north, money, works, south]
    expect(everybody.flatMap((each) => each.visitor.faults.take())).toEqual([])
    for (const each of everybody) await each.visitor.context.close()
  })

  it('does not exist for who has no billing, nor for another customer', async () => {
    const { ourId } = await openInvoice('northgate')
    for (const [slug, role, path] of [
      ['northgate', 'project', `/t/northgate/invoices/${ourId}`],
      ['northgate', 'project', '/t/northgate/invoices'],
      ['vellmar', 'billing', `/t/vellmar/invoices/${ourId}`],
      ['northgate', 'billing', '/t/northgate/orders'],
    ] as const) {
      const { context, page } = await scene.visit({ path, as: scene.stack.member(slug, role) })
      await page.getByRole('heading', { level: 1, name: /not|missing|find/i }).waitFor()
      expect(await page.locator('body').innerText()).not.toContain('Service visit')
      await context.close()
    }
  })
})

describe('a company renamed in the CRM', () => {
  it('has its new name on its own people’s pages only, whatever their role', async () => {
    const roles: Role[] = ['admin', 'billing', 'project']
    const north = await Promise.all(roles.map((role) => open('northgate', role, ['company'])))
    const south = await open('vellmar', 'admin', ['company'])
    const before = await south.read()
    const company = { plural: 'companies', id: CUSTOMERS.northgate.hubspot } as const

    await scene.stack.crm.act(company, 'rename', { name: 'Northgate Health Group' })

    for (const { pages } of north) {
      await pages[0]?.getByText('Northgate Health Group').first().waitFor()
      expect(await Promise.all(pages.map(isSameDocument))).toEqual([true])
    }
    expect(south.asked()).toEqual([])
    expect(await south.read()).toEqual(before)
    for (const each of [...north, south]) await each.visitor.context.close()
  })

  it('shows a contact that changes companies on the pages of the new one only', async () => {
    const { crm } = scene.stack
    const person = { firstname: 'Frida', lastname: 'Wechsel', email: 'frida@example.com' }
    const north = await open('northgate', 'admin', ['company'])
    const south = await open('vellmar', 'admin', ['company'])
    const { id } = await crm.createContact(CUSTOMERS.northgate.hubspot, person)
    await north.pages[0]?.getByText('Frida Wechsel').waitFor()
    const company = CUSTOMERS.vellmar.hubspot
    await crm.act({ plural: 'contacts', id }, 'move', { company })
    await south.pages[0]?.getByText('Frida Wechsel').waitFor()
    await north.pages[0]?.getByText('Frida Wechsel').waitFor({ state: 'detached' })
    for (const each of [north, south]) await each.visitor.context.close()
  })
})

/** Asked for at the order desk, told step by step on the open page, up to the credit note it ended in. */
describe('goods that go back', () => {
  it('move on the open page of their order and end in a credit note one can open', async () => {
    const { billing, readModel, upstream, member } = scene.stack
    const { orders, stripe } = CUSTOMERS.northgate
    const delivered = await upstream.list({ customer: orders, status: 'delivered' })
    const isEmpty = (list: unknown) => !Array.isArray(list) || list.length === 0
    // What was carried out has no shipment, and nothing to send back.
    const order = delivered.find(
      ({ shipments, returns }) => !isEmpty(shipments) && isEmpty(returns),
    )
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
})

describe('with one of two workers and one of two web processes dead', () => {
  it('a change still arrives', async () => {
    const { processes, billing } = scene.stack
    const invoice = await openInvoice('northgate')
    await processes.worker.each[0]?.kill()
    await processes.web.each[0]?.kill()
    const north = await open('northgate', 'billing', [`invoices/${invoice.ourId}`])
    await billing.act(invoice.id, 'pay')
    await north.pages[0]?.getByText(PAID).first().waitFor({ timeout: 30_000 })
    await processes.worker.each[0]?.start()
    await processes.web.each[0]?.start()
    await north.visitor.context.close()
  })
})
