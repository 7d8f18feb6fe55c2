/**
 * What a role does not include is not there: not in the navigation, not by address, not in the page's source or
 * hydration data. And what is another customer's cannot be told from what never existed.
 */
import { describe, expect, it } from 'vitest'
import { newId } from '#workflows/contracts/ids.ts'
import { openStream } from '#workers/bench/sse.ts'
import { useScene } from './scene.ts'
import { cookiesOf, untilLive } from './visitor.ts'
import type { Member } from './stack/stack.ts'

const scene = useScene()

describe('a member with the preset Billing', () => {
  it('sees no orders in the navigation, on the home page or in its source', async () => {
    const { stack } = scene
    const { page, faults } = await scene.visit({
      path: '/t/northgate/home',
      as: stack.member('northgate', 'billing'),
    })
    await page.getByRole('heading', { level: 1 }).waitFor()
    expect(await page.getByRole('link', { name: 'Orders' }).count()).toBe(0)
    const source = await read(stack.member('northgate', 'billing'), '/t/northgate/home')
    expect(source.body).not.toContain('/t/northgate/orders')
    // What an invoice says of an order is the invoice's; anything that no invoice says would be a leak.
    const orders = await stack.readModel.query<{ id: string; site: string | null; number: string }>(
      `select id, site, number from orders o where not exists (
         select 1 from invoices i where i.tenant_id = o.tenant_id
           and i.description like '%' || o.number || '%')`,
    )
    expect(orders.length).toBeGreaterThan(20)
    const told = orders.filter(({ id, site, number }) =>
      [id, number, ...(site ? [site] : [])].some((fact) => source.body.includes(fact)),
    )
    expect(told).toEqual([])
    expect(faults.take()).toEqual([])
  })

  it('gets the same answer for the orders as for pages that do not exist', async () => {
    const { stack } = scene
    const member = stack.member('northgate', 'billing')
    const order = await stack.upstream.get({ customer: 'C-1001' })
    const id = await stack.readModel.orderId(order.id)
    const unknown = await read(member, '/t/northgate/no-such-page')
    expect(unknown.status).toBe(404)
    for (const path of ['orders', `orders/${id}`]) {
      const refused = await read(member, `/t/northgate/${path}`)
      expect({ ...refused, body: shown(refused.body) }).toEqual({
        status: 404,
        body: shown(unknown.body),
      })
    }
    const csv = await read(member, '/t/northgate/orders.csv')
    expect(csv.status).toBe(404)
  })

  it('hears nothing of orders on its stream', async () => {
    const { stack } = scene
    const open = async (member: Member) =>
      openStream(`${stack.webUrl}/live?tenant=northgate`, { cookie: await cookieOf(member) })
    const billing = await open(stack.member('northgate', 'billing'))
    const admin = await open(stack.member('northgate', 'admin'))
    const heard: string[] = []
    void billing
      .next((event) => {
        if (event.type !== 'ping') heard.push(`${event.type} ${event.data}`)
        return false
      })
      .catch(() => undefined)
    const arrived = admin.next((event) => event.type === 'change')
    const order = await stack.upstream.get({ customer: 'C-1001', status: 'production' })
    await stack.upstream.act(order.id, 'note', { text: 'For those who may see it.' })
    await arrived
    // Whatever was sent to both was written in the same moment: one more round trip and it would be here.
    await read(stack.member('northgate', 'billing'), '/t/northgate/home')
    expect(heard).toEqual([])
    billing.close()
    admin.close()
  })
})

describe('a member with the preset Project', () => {
  it('sees every order and no amount, on no page, in no source and in no download', async () => {
    const { stack } = scene
    const member = stack.member('northgate', 'project')
    const amounts = await amountsOf(stack.tenantId('northgate'))
    expect(amounts.length).toBeGreaterThan(30)
    const order = await stack.upstream.get({ customer: 'C-1001' })
    const id = await stack.readModel.orderId(order.id)
    const paths = ['home', 'orders', `orders/${id}`, 'orders?size=100&sort=total.desc']
    for (const path of [...paths, ...paths.map(asData), 'orders.csv']) {
      const { status, body } = await read(member, `/t/northgate/${path}`)
      expect([path, status]).toEqual([path, 200])
      expect([path, amounts.filter((amount) => hasNumber(body, amount))]).toEqual([path, []])
      expect([path, /€|&euro;|EUR/.test(body)]).toEqual([path, false])
    }
    const { page } = await scene.visit({ path: `/t/northgate/orders/${id}`, as: member })
    await page.getByRole('heading', { level: 1, name: order.title }).waitFor()
    expect(await page.getByText('€').count()).toBe(0)
  })

  it('still sees them as an Admin does, amounts included', async () => {
    const { stack } = scene
    const amounts = await amountsOf(stack.tenantId('northgate'))
    const { body } = await read(stack.member('northgate', 'admin'), '/t/northgate/orders')
    expect(amounts.some((amount) => hasNumber(body, amount))).toBe(true)
  })
})

describe('an order of another customer', () => {
  it('cannot be told from one that never existed: page, data, procedure', async () => {
    const { stack } = scene
    const member = stack.member('northgate', 'admin')
    const theirs = await stack.readModel.orderId(
      (await stack.upstream.get({ customer: 'C-1002' })).id,
    )
    const random = newId()
    for (const path of [
      (id: string) => `/t/northgate/orders/${id}`,
      (id: string) => `/t/northgate/orders/${id}.data`,
      (id: string) =>
        `/api/trpc/portal.orders.get?input=${encodeURIComponent(JSON.stringify({ id }))}`,
    ]) {
      const foreign = await read(member, path(theirs))
      expect(foreign).toEqual(await read(member, path(random)))
      expect(foreign.status).toBe(404)
      expect(foreign.body).not.toContain(theirs)
    }
  })

  it('is the same 404 in the browser, with a way back', async () => {
    const { stack } = scene
    const order = await stack.upstream.get({ customer: 'C-1002' })
    const { page } = await scene.visit({
      path: `/t/northgate/orders/${await stack.readModel.orderId(order.id)}`,
      as: stack.member('northgate', 'admin'),
    })
    await page.getByRole('heading', { name: 'This page does not exist' }).waitFor()
    await page.getByRole('link', { name: 'Go to the start page' }).click()
    await page.waitForURL('**/t/northgate/home')
    await untilLive(page)
  })
})

async function cookieOf(member: Member): Promise<string> {
  const cookies = await cookiesOf(scene.stack.webUrl, member)
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
}

/** An answer without what differs from request to request: ids, nonces, moments, and the path asked for. */
async function read(member: Member, path: string): Promise<{ status: number; body: string }> {
  const response = await fetch(scene.stack.webUrl + path, {
    redirect: 'manual',
    headers: {
      cookie: await cookieOf(member),
      'user-agent': 'Mozilla/5.0 Chrome/140.0',
      'content-type': 'application/json',
      'x-portside-tenant': 'northgate',
    },
  })
  const body = (await response.text())
    .replaceAll(path, '(path)')
    .replaceAll(/nonce="[^"]*"/g, 'nonce')
    .replaceAll(/"(requestId|liveCursor)",\s*"[^"]*"/g, '"$1"')
    .replaceAll(/\\"(requestId|liveCursor)\\",\s*\\"[^"]*\\"/g, '"$1"')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}/g, '(id)')
    .replaceAll(/\b\d{13}\b/g, '(moment)')
  return { status: response.status, body }
}

/** What a page says, without the code that belongs to its route. */
const shown = (html: string): string =>
  html.replaceAll(/<script[^>]*>.*?<\/script>|<link[^>]*>/gs, '')

/** `orders?size=100` → `orders.data?size=100`: what a navigation in the browser fetches. */
const asData = (path: string): string => path.replace(/^[^?]+/, '$&.data')

/** Every amount of a customer, in minor units; small ones would be found in anything. */
async function amountsOf(tenantId: string): Promise<string[]> {
  const rows = await scene.stack.readModel.query<{ minor: string }>(
    `select total_minor::text as minor from orders where tenant_id = $1
     union select amount_minor::text from order_lines where tenant_id = $1
     union select unit_price_minor::text from order_lines where tenant_id = $1`,
    [tenantId],
  )
  return rows.map(({ minor }) => minor).filter((minor) => minor.length >= 5)
}

/** The bare number, or as money is written: 8460000, 84,600.00, 84600.00. */
function hasNumber(text: string, minor: string): boolean {
  const whole = Number(minor.slice(0, -2))
  const forms = [
    minor,
    `${whole}.${minor.slice(-2)}`,
    `${whole.toLocaleString('en')}.${minor.slice(-2)}`,
  ]
  return forms.some((form) =>
    new RegExp(`(?<![\\d.,-])${form.replaceAll('.', '\\.')}(?![\\d])`).test(text),
  )
}
