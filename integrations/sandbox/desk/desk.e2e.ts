import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { axeFindings } from '#workers/dev/testing/axe.ts'
import { wireOrderWith } from '../../orders/testing/wire-order.ts'
import type { Control } from '../testing/start.ts'
import { isSideways, LOOKS, type OpenDesk, openDesk, rowOf } from './testing/open-desk.ts'

let desk: OpenDesk
let sandbox: Control

beforeAll(async () => {
  desk = await openDesk()
  sandbox = desk.sandbox
}, 120_000)
afterAll(() => desk.close())
beforeEach(async () => {
  await sandbox.send('DELETE', '/control/faults')
  const title = '<img src=x onerror=alert(1)> "Gaskets"'
  const orders = [
    wireOrderWith({ status: 'packing' }),
    wireOrderWith({ id: 'ord_2', number: 'SO-2', title }),
    wireOrderWith({ id: 'ord_3', number: 'SO-3', title: 'Pump', status: 'delivered' }),
    wireOrderWith({
      id: 'ord_4',
      number: 'SO-4',
      title: 'Trap',
      customer: { id: 'C-1001', name: 'Northgate Clinics' },
    }),
  ]
  await sandbox.send('POST', '/control/seed', { orders, replace: true })
})

const visit: OpenDesk['visit'] = (work, look) => desk.visit(work, look)

describe('the control page', () => {
  it('ships an order at a press, says so and shows the webhook that told of it', async () => {
    await visit(async (page) => {
      await page.getByRole('button', { name: 'Ship: SO-1' }).click()
      await page.getByRole('status').getByText('SO-1 is now shipped.').waitFor()
      await rowOf(page, 'ord_1').getByText('Shipped').waitFor()
      await page
        .locator('#deliveries')
        .getByText(/202 in \d+ ms/)
        .first()
        .waitFor()
    })
  })

  it('follows what others do without a reload', async () => {
    await visit(async (page) => {
      await page.locator('#live[data-state="on"]').waitFor()
      await sandbox.send('POST', '/control/orders/ord_1/ship')
      await rowOf(page, 'ord_1').getByText('Shipped').waitFor()
      await sandbox.send('POST', '/control/orders', { customer: 'C-1001', title: 'Brand new' })
      await page.getByRole('button', { name: 'Brand new' }).waitFor()
    })
  })

  it('splits, delays and annotates an order in its sheet, by keyboard alone', async () => {
    await visit(async (page) => {
      const open = page.locator('[data-open="ord_1"]')
      await open.focus()
      await page.keyboard.press('Enter')
      const sheet = page.getByRole('dialog', { name: 'Gasket sets EPDM' })
      await sheet.getByRole('button', { name: 'Split shipment' }).focus()
      await page.keyboard.press('Enter')
      await page.getByRole('status').getByText('2 shipments').waitFor()
      await sheet.getByLabel('Delay by days').fill('4')
      await sheet.getByLabel('Reason').fill('Snow on the pass.')
      await page.keyboard.press('Enter')
      await sheet.getByText('Delivery moved from 26 Nov to 30 Nov').waitFor()
      await sheet.getByText('Snow on the pass.').waitFor()
      await sheet.getByLabel('Note for the customer').fill('Crane is booked.')
      await page.keyboard.press('Enter')
      await sheet.getByText('Crane is booked.').waitFor()
      await page.keyboard.press('Escape')
      await sheet.waitFor({ state: 'hidden' })
      // A dialog tells of its end in a task of its own, after it has gone from sight.
      await expect
        .poll(() => open.evaluate((element) => element === document.activeElement))
        .toBe(true)
    })
  }, 60_000)

  it('asks for a return of what was delivered and takes it to its credit note', async () => {
    await visit(async (page) => {
      await page.getByLabel('Show').selectOption('Delivered')
      await page.locator('[data-open="ord_3"]').click()
      const sheet = page.getByRole('dialog', { name: 'Pump' })
      const goBack = sheet.getByLabel('What goes back')
      await goBack.selectOption({ label: 'Gasket set EPDM, filler line, at most 2' })
      await sheet.getByLabel('How many').fill('1')
      await sheet.getByLabel('Why').fill('Wrong size.')
      await sheet.getByRole('button', { name: 'Ask for a return' }).click()
      await sheet.getByText('1 × Gasket set EPDM, filler line').waitFor()
      for (const step of ['Approve', 'Pick up', 'Receive']) {
        await sheet.getByRole('button', { name: `${step}: RMA-3-1` }).click()
      }
      await sheet.getByLabel('Credit note').fill('CN-3-1')
      await sheet.getByRole('button', { name: 'Close: RMA-3-1' }).click()
      await sheet.getByText('RMA-3-1: Closed with credit note CN-3-1.').waitFor()
      expect(await sheet.getByRole('button', { name: 'Refuse' }).count()).toBe(0)
    })
  }, 60_000)

  it('asks once more before it deletes', async () => {
    await visit(async (page) => {
      await page.locator('[data-open="ord_2"]').click()
      await page.getByRole('button', { name: 'Delete order' }).click()
      expect((await sandbox.get('/control/orders?status=deleted')).body).toEqual({ orders: [] })
      await page.getByRole('button', { name: 'Delete order: sure?' }).click()
      await page.getByRole('status').getByText('SO-2 is deleted.').waitFor()
      await rowOf(page, 'ord_2').waitFor({ state: 'detached' })
    })
  })

  it('says why something could not be done, and shows what others did meanwhile', async () => {
    await visit(async (page) => {
      await page.locator('[data-open="ord_2"]').click()
      const sheet = page.getByRole('dialog')
      await sheet.getByLabel('Delay by days').fill('0')
      await sheet.getByRole('button', { name: 'Delay' }).click()
      await page.getByRole('status').getByText('A delay of no days changes nothing.').waitFor()
      await sandbox.send('POST', '/control/orders/ord_2/cancel')
      await sheet.getByText('Cancelled').first().waitFor()
      expect(await sheet.getByRole('button', { name: 'Ship now' }).count()).toBe(0)
    })
  }, 60_000)

  it('filters by customer, search and state, and keeps that in the address', async () => {
    await visit(async (page) => {
      await page.getByRole('link', { name: 'Northgate Clinics' }).click()
      await expect.poll(() => page.locator('#rows [data-row]').count()).toBe(1)
      await page.getByLabel('Show').selectOption('Delivered')
      await page.getByText('Nothing here.').waitFor()
      await page.getByRole('link', { name: 'All customers' }).click()
      await rowOf(page, 'ord_3').waitFor()
      await page.getByRole('searchbox').fill('no such thing')
      await page.getByText('Nothing matches').waitFor()
      expect(new URL(page.url()).search).toBe('?q=no+such+thing&show=delivered')
      await page.getByRole('link', { name: 'Clear the search' }).click()
      await rowOf(page, 'ord_3').waitFor()
    })
  })

  it('places an order from a form, which goes away once it is there', async () => {
    await visit(async (page) => {
      await page.getByRole('button', { name: 'Place order' }).click()
      const box = page.getByRole('dialog', { name: 'Place an order' })
      await box.getByRole('combobox').selectOption('Vellmar Dairy')
      await box.getByLabel('What').fill('Spare gaskets')
      await box.getByRole('button', { name: 'Place order' }).click()
      await page.getByRole('status').getByText('is placed for Vellmar Dairy.').waitFor()
      await box.waitFor({ state: 'hidden' })
      await page.getByRole('button', { name: 'Spare gaskets' }).waitFor()
    })
  })

  it('switches faults on and off', async () => {
    await visit(async (page) => {
      await page.getByLabel('Orders API').selectOption('down, 503')
      await page.getByText('Something is made to fail.').waitFor()
      await expect(sandbox.source.get('order', 'ord_1')).rejects.toThrow('failing (503)')
      await page.getByRole('button', { name: 'Back to normal' }).click()
      await page.getByText('Something is made to fail.').waitFor({ state: 'detached' })
      expect(await sandbox.source.get('order', 'ord_1')).toMatchObject({ type: 'upsert' })
    })
  })

  it('shows text from outside as text, under a policy that allows nothing inline', async () => {
    await visit(async (page) => {
      await page.getByRole('button', { name: '<img src=x onerror=alert(1)> "Gaskets"' }).waitFor()
      expect(await page.locator('img').count()).toBe(0)
    })
    const response = await fetch(sandbox.url)
    const policy = response.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toContain('unsafe')
  })
})

describe('every view of the order desk', () => {
  it.each(LOOKS)(
    'at $width × $height, $colorScheme: axe finds nothing and nothing scrolls sideways',
    async (look) => {
      await sandbox.send('PUT', '/control/faults', { route: 'webhooks', effect: 'drop' })
      await sandbox.send('POST', '/control/orders/ord_4/split')
      await visit(async (page) => {
        expect(await axeFindings(page)).toEqual([])
        expect(await isSideways(page)).toBe(false)
        await page.locator('[data-open="ord_4"]').click()
        await page.getByRole('dialog', { name: 'Trap' }).waitFor()
        expect(await axeFindings(page)).toEqual([])
        await page.keyboard.press('Escape')
        await page.getByRole('button', { name: 'Place order' }).click()
        await page.getByRole('dialog', { name: 'Place an order' }).waitFor()
        expect(await axeFindings(page)).toEqual([])
      }, look)
    },
  )
})
