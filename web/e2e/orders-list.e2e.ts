/** The list of orders: what is in the URL is what is shown, and every state of the list is a designed one. */
import fs from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { eventually } from './steps/eventually.ts'
import { useScene } from './scene.ts'
import { untilLive } from './visitor.ts'

const scene = useScene()
const LIST = '/t/vellmar/orders'

describe('the list of orders', () => {
  it('filters, searches and sorts on the server, keeps it all in the URL, and goes back step by step', async () => {
    const page = await open(LIST)
    const first = await numbersOn(page)
    await page.getByRole('button', { name: 'Filter', exact: true }).click()
    await page.getByRole('button', { name: 'State' }).click()
    await page.getByRole('checkbox', { name: 'Delivered' }).click()
    await page.waitForURL('**/orders?state=delivered')
    await page.keyboard.press('Escape')
    await eventually(() => statesOn(page)).toEqual(['Delivered'])

    await page.getByRole('link', { name: 'Total' }).click()
    await page.waitForURL(/state=delivered&sort=total\.desc/)
    await eventually(() => numbersOn(page)).toEqual(await dearestDelivered())

    const wanted = (await numbersOn(page))[3] ?? ''
    await page.getByRole('searchbox', { name: 'Search these orders' }).fill(wanted)
    await page.waitForURL((url) => url.searchParams.get('q') === wanted)
    await eventually(() => numbersOn(page)).toEqual([wanted])
    await page.reload()
    expect(await numbersOn(page)).toEqual([wanted])

    await page.goBack()
    await page.waitForURL((url) => !url.searchParams.has('sort'))
    await page.goBack()
    await page.waitForURL(`**${LIST}`)
    await eventually(() => numbersOn(page)).toEqual(first)
  })

  it('pages through everything once, and back', async () => {
    const page = await open(`${LIST}?size=100&sort=number.asc`)
    const seen = await numbersOn(page)
    const next = page.getByRole('link', { name: 'Next page' })
    while ((await next.getAttribute('aria-disabled')) !== 'true') {
      const before = await numbersOn(page)
      await next.click()
      await eventually(() => numbersOn(page)).not.toEqual(before)
      seen.push(...(await numbersOn(page)))
    }
    expect(seen).toEqual(await allNumbers('order by number, id'))
    const rest = (await numbersOn(page)).length
    await page.getByRole('link', { name: 'Previous page' }).click()
    await eventually(() => numbersOn(page)).toEqual(seen.slice(-rest - 100, -rest))
  })

  it('downloads as CSV what is shown, and of a selection exactly the selected', async () => {
    const page = await open(`${LIST}?view=delivered&sort=number.asc`)
    const all = await download(page, () => page.getByRole('link', { name: 'CSV' }).click())
    expect(all.slice(1).map((line) => line[0])).toEqual(
      await allNumbers(`and state = 'delivered' order by number, id`),
    )
    const [one = '', , three = ''] = await numbersOn(page)
    await page.getByRole('checkbox', { name: `Select ${one}` }).check()
    await page.getByRole('checkbox', { name: `Select ${three}` }).check()
    const bar = page.getByRole('toolbar', { name: '2 selected' })
    const some = await download(page, () => bar.getByRole('link', { name: 'CSV' }).click())
    expect(
      some
        .slice(1)
        .map((line) => line[0])
        .sort(),
    ).toEqual([one, three].sort())
    await bar.getByRole('button', { name: 'Clear selection' }).click()
    await bar.waitFor({ state: 'detached' })
  })

  it('works by keyboard: j and k move, x selects, Enter opens, Ctrl-K finds anything', async () => {
    const page = await open(LIST)
    const [one = '', two = ''] = await numbersOn(page)
    for (const key of ['j', 'j', 'x', 'k', 'x']) await page.keyboard.press(key)
    await page.getByRole('toolbar', { name: '2 selected' }).waitFor()
    expect(await page.getByRole('checkbox', { name: `Select ${two}` }).isChecked()).toBe(true)
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/orders\/[0-9a-f-]{36}$/)
    await page.getByText(one).first().waitFor()
    await eventually(() => focusedTag(page)).toBe('H1')

    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Search' }).fill(two)
    // The order first; an invoice for it is found by its number as well.
    const results = page.getByRole('option').filter({ hasNotText: /^All / })
    await results.first().getByText(two).first().waitFor()
    await eventually(async () => {
      const count = await results.count()
      const words = count === 1 ? '1 result' : `${count} results`
      return page.getByText(words, { exact: true }).isVisible()
    }).toBe(true)
    await page.keyboard.press('Enter')
    await page.getByRole('navigation', { name: 'Breadcrumb' }).getByText(two).waitFor()
    await page.keyboard.press('Control+k')
    await page.keyboard.press('Escape')
    await page.getByRole('combobox', { name: 'Search' }).waitFor({ state: 'detached' })
  })

  it('holds new orders back until they are asked for, so that nothing moves under the reader', async () => {
    const page = await open(LIST)
    const before = await numbersOn(page)
    const placed = await scene.stack.upstream.place({ customer: 'C-1002', title: 'Spare gaskets' })
    await page.getByRole('button', { name: '1 new' }).waitFor()
    expect(await numbersOn(page)).toEqual(before)
    await page.getByRole('button', { name: '1 new' }).click()
    await eventually(async () => (await numbersOn(page))[0]).toBe(placed.number)
  })
})

describe('its five states', () => {
  it('empty: says what it is for', async () => {
    const page = await open('/t/fallow/orders', 'fallow')
    await page.getByText('No orders yet').waitFor()
    expect(await page.getByRole('link', { name: 'CSV' }).count()).toBe(0)
  })

  it('no match: offers to clear the filters', async () => {
    const page = await open(`${LIST}?q=zeppelin&state=packed`)
    await page.getByText('Nothing matches “zeppelin”').waitFor()
    await page.getByRole('link', { name: 'Clear filters' }).click()
    await page.waitForURL(`**${LIST}`)
    await eventually(async () => (await numbersOn(page)).length).toBe(50)
  })

  it('error: says what to do, and trying again helps once it can', async () => {
    const { readModel } = scene.stack
    await readModel.query('revoke select on orders from portside_app')
    try {
      const page = await open(LIST)
      await page.getByText('Orders could not be loaded').waitFor()
      expect(await page.locator('body').innerText()).not.toMatch(/permission denied|Error:|\bat /)
      await readModel.query('grant select on orders to portside_app')
      await page.getByRole('button', { name: 'Try again' }).click()
      await eventually(async () => (await numbersOn(page)).length).toBe(50)
    } finally {
      await readModel.query('grant select on orders to portside_app')
    }
  })

  it('stale: names the source and since when, and the notice goes when the source answers', async () => {
    const { readModel, upstream } = scene.stack
    // The poll fails as well, or it would make the source fresh again during the test.
    await upstream.setFault({ route: 'GET /orders', status: 503 })
    await readModel.query(
      `update connections set last_event_at = null, last_error_at = now(), last_error = 'no answer',
         last_checked_at = now() - interval '2 hours'`,
    )
    const page = await open(LIST)
    await page.getByText(/The order system (has not answered|cannot be reached) since/).waitFor()
    expect((await numbersOn(page)).length).toBe(50)
    await upstream.setFault(null)
    await readModel.query(
      `update connections set last_error_at = null, last_error = null, last_checked_at = now()`,
    )
    await page.reload()
    await page.getByText(/The order system/).waitFor({ state: 'detached' })
  })

  it('loading: shows rows to come in the place of rows, without moving the page', async () => {
    const page = await open(LIST)
    const height = await page.evaluate(() => document.body.scrollHeight)
    const gate = Promise.withResolvers<undefined>()
    await page.route('**/orders.data*', async (route) => {
      await gate.promise
      await route.continue()
    })
    await page.getByRole('link', { name: 'Order', exact: true }).click()
    await page.getByText('Loading orders').waitFor()
    expect(await page.evaluate(() => document.body.scrollHeight)).toBe(height)
    gate.resolve(undefined)
    await page.getByText('Loading orders').waitFor({ state: 'detached' })
  })
})

describe('on a phone', () => {
  it('nothing scrolls sideways, and filters open as a sheet', async () => {
    const { page } = await scene.visit({
      path: LIST,
      as: scene.stack.member('vellmar', 'admin'),
      size: 'phone',
    })
    for (const path of [LIST, '/t/vellmar/home', await anOrder(), `${LIST}?q=zeppelin`]) {
      await page.goto(path)
      await page.getByRole('heading', { level: 1 }).waitFor()
      expect([path, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([
        path,
        390,
      ])
    }
    await page.goto(LIST)
    await page.getByRole('button', { name: 'Filters' }).click()
    await page.getByRole('checkbox', { name: 'Packed' }).click()
    await page.getByRole('button', { name: /^Show \d+ orders?$/ }).click()
    await page.waitForURL('**/orders?state=packed')
    await eventually(() => statesOn(page)).toEqual(['Packed'])
  })
})

async function open(path: string, slug = 'vellmar'): Promise<Page> {
  const { page } = await scene.visit({ path, as: scene.stack.member(slug, 'admin') })
  await untilLive(page)
  return page
}

const numbersOn = (page: Page): Promise<string[]> => page.locator('[data-row]').allInnerTexts()

async function statesOn(page: Page): Promise<string[]> {
  const rows = page.locator('tbody tr')
  const states = await rows.locator('td:nth-child(4)').allInnerTexts()
  return [...new Set(states.map((state) => state.trim()))]
}

async function allNumbers(rest: string): Promise<string[]> {
  const rows = await scene.stack.readModel.query<{ number: string }>(
    `select number from orders where tenant_id = $1 and deleted_at is null ${rest}`,
    [scene.stack.tenantId('vellmar')],
  )
  return rows.map(({ number }) => number)
}

const dearestDelivered = (): Promise<string[]> =>
  allNumbers(`and state = 'delivered' order by total_minor desc, id desc limit 50`)

async function anOrder(): Promise<string> {
  const order = await scene.stack.upstream.get({ customer: 'C-1002', status: 'shipped' })
  return `${LIST}/${await scene.stack.readModel.orderId(order.id)}`
}

/** Cells of a downloaded file, line by line; the numbers that are compared need no quotes. */
async function download(page: Page, start: () => Promise<void>): Promise<string[][]> {
  const [file] = await Promise.all([page.waitForEvent('download'), start()])
  const text = await fs.readFile(await file.path(), 'utf8')
  return text
    .replace(/^\ufeff/, '')
    .trim()
    .split('\r\n')
    .map((line) => line.split(',').map((cell) => cell.replaceAll('"', '')))
}

const focusedTag = (page: Page): Promise<string | undefined> =>
  page.evaluate(() => document.activeElement?.tagName)
