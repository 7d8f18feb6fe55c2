/** Billing, CRM and outbox of the desk, on the demo of every system. */
import { createTransport } from 'nodemailer'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { axeFindings, COLOUR_RULES } from '#workers/dev/testing/axe.ts'
import type { Control } from '../testing/start.ts'
import { isSideways, LOOKS, type OpenDesk, openDesk, rowOf, said } from './testing/open-desk.ts'

const VELLMAR = '18420011002'
const INES = '18421011002'

let desk: OpenDesk
let sandbox: Control

beforeAll(async () => {
  desk = await openDesk({ demo: true })
  sandbox = desk.sandbox
}, 120_000)
afterAll(() => desk.close())
beforeEach(() => sandbox.send('DELETE', '/control/faults'))

const made = z.object({ invoice: z.object({ id: z.string(), number: z.string() }) })

async function makeInvoice(): Promise<{ id: string; number: string }> {
  const fields = { customer: 'cus_NorthgateClin1', description: 'Valve, urgent', daysUntilDue: 0 }
  return made.parse((await sandbox.send('POST', '/control/stripe/invoices', fields)).body).invoice
}

const openIn = (page: Page, id: string) => page.locator(`#rows [data-open="${id}"]`).click()

describe('billing on the desk', () => {
  it('pays an invoice at a press and shows the webhooks that tell of it', async () => {
    const { id, number } = await makeInvoice()
    await desk.visit(
      async (page) => {
        await page.getByRole('button', { name: `Pay: ${number}` }).click()
        await said(page, `${number} is paid.`)
        await rowOf(page, id).waitFor({ state: 'detached' })
        const told = page.locator('#deliveries li').filter({ hasText: 'invoice.paid' }).first()
        await told.getByText('Stripe').waitFor()
        await told.getByText('202, taken').waitFor()
      },
      { at: '/billing' },
    )
  })

  it('fails a payment, starts another at the bank, settles it and gives part of it back', async () => {
    const { id, number } = await makeInvoice()
    await desk.visit(
      async (page) => {
        await openIn(page, id)
        const sheet = page.getByRole('dialog', { name: 'Valve, urgent' })
        await sheet.getByRole('button', { name: 'Fail a payment' }).click()
        await sheet.getByText('Your card has insufficient funds.').waitFor()
        await sheet.getByRole('button', { name: 'Pay by bank' }).click()
        await sheet.getByText('With the bank').first().waitFor()
        await sheet.getByRole('button', { name: 'Bank says yes' }).click()
        await said(page, `${number} is paid.`)
        await sheet.getByLabel('Give back').fill('12.50')
        await sheet.getByRole('button', { name: 'Refund' }).click()
        await sheet.getByText('€12.50 given back').waitFor()
      },
      { at: '/billing' },
    )
  })

  it('asks before it voids, and follows what others do', async () => {
    const { id, number } = await makeInvoice()
    await desk.visit(
      async (page) => {
        await page.locator('#live[data-state="on"]').waitFor()
        await openIn(page, id)
        await page.getByRole('button', { name: 'Void' }).click()
        await page.getByRole('button', { name: 'Void: sure?' }).click()
        await said(page, `${number} is void.`)
        await page.keyboard.press('Escape')
        const other = await makeInvoice()
        await rowOf(page, other.id).waitFor()
        await sandbox.send('POST', `/control/stripe/invoices/${other.id}/uncollectible`)
        await rowOf(page, other.id).waitFor({ state: 'detached' })
      },
      { at: '/billing?customer=cus_NorthgateClin1' },
    )
  })

  it('makes an invoice with the amount people write, and finds it by search', async () => {
    await desk.visit(
      async (page) => {
        await page.getByRole('button', { name: 'New invoice' }).click()
        const box = page.getByRole('dialog', { name: 'Make an invoice' })
        await box.getByLabel('Customer').selectOption('Vellmar Dairy')
        await box.getByLabel('What').fill('Boiler inspection')
        await box.getByLabel('Amount before tax').fill('1234.56')
        await box.getByLabel('Tax in percent').fill('0')
        await box.getByRole('button', { name: 'Make invoice' }).click()
        await said(page, 'is made for Vellmar Dairy.')
        await page.getByRole('searchbox').fill('boiler inspection')
        await expect.poll(() => page.locator('#rows [data-row]').count()).toBe(1)
        await page.locator('#rows').getByText('€1,234.56').waitFor()
      },
      { at: '/billing' },
    )
  })
})

describe('the CRM on the desk', () => {
  it('renames a company and changes its phone, and the webhooks say which property', async () => {
    await desk.visit(
      async (page) => {
        await openIn(page, VELLMAR)
        const sheet = page.getByRole('dialog')
        await sheet.getByLabel('Name').fill('Vellmar Dairies')
        await sheet.getByRole('button', { name: 'Rename' }).click()
        await said(page, 'It is Vellmar Dairies now.')
        await rowOf(page, VELLMAR).getByText('Vellmar Dairies').waitFor()
        await sheet.getByLabel('Phone').fill('+49 561 555 0190')
        await sheet.getByLabel('Street, second line').fill('')
        await sheet.getByRole('button', { name: 'Save' }).click()
        await said(page, 'Vellmar Dairies is changed.')
        const told = page.locator('#deliveries li').filter({ hasText: 'HubSpot' })
        await told.filter({ hasText: 'phone' }).first().waitFor()
        await told.filter({ hasText: 'name' }).first().waitFor()
      },
      { at: '/crm' },
    )
    const { body } = await sandbox.get('/control/hubspot/state')
    const { companies } = z
      .object({ companies: z.array(z.looseObject({ id: z.string() })) })
      .parse(body)
    const vellmar = companies.find(({ id }) => id === VELLMAR)
    expect(vellmar).toMatchObject({ properties: { name: 'Vellmar Dairies' } })
    expect(vellmar).not.toHaveProperty('properties.address2')
  })

  it('moves a contact to another company, deletes it and brings it back', async () => {
    await desk.visit(
      async (page) => {
        await openIn(page, INES)
        const sheet = page.getByRole('dialog', { name: 'Ines Keller' })
        await sheet.getByLabel('Works for').selectOption('Calder Foods')
        await sheet.getByRole('button', { name: 'Move' }).click()
        await rowOf(page, INES).getByText('Calder Foods').waitFor()
        await sheet.getByRole('button', { name: 'Delete contact' }).click()
        await sheet.getByRole('button', { name: 'Delete contact: sure?' }).click()
        await sheet.waitFor({ state: 'hidden' })
        await rowOf(page, INES).waitFor({ state: 'detached' })
        await page.getByRole('link', { name: 'Bin' }).click()
        await page.getByRole('button', { name: 'Bring back: Ines Keller' }).click()
        await said(page, 'Ines Keller is back.')
        await rowOf(page, INES).waitFor({ state: 'detached' })
      },
      { at: '/crm?show=contacts' },
    )
  })

  it('adds a company and a contact of it, out of its sheet', async () => {
    await desk.visit(
      async (page) => {
        await page.getByRole('button', { name: 'Add company' }).click()
        const company = page.getByRole('dialog', { name: 'Add a company' })
        await company.getByLabel('Name').fill('Aldgate Mills')
        await company.getByRole('button', { name: 'Add company' }).click()
        await said(page, 'Aldgate Mills is in the CRM.')
        await page.getByRole('button', { name: 'Aldgate Mills' }).click()
        await page.getByRole('button', { name: 'Add a contact' }).click()
        const contact = page.getByRole('dialog', { name: 'Add a contact' })
        await contact.getByLabel('First name').fill('Ada')
        await contact.getByLabel('Last name').fill('Mills')
        await contact.getByRole('button', { name: 'Add contact' }).click()
        await page.locator('#sheet').getByText('Ada Mills').waitFor()
      },
      { at: '/crm' },
    )
  })
})

describe('the outbox on the desk', () => {
  it('shows a mail as it arrives, and lets it be read', async () => {
    await desk.visit(
      async (page) => {
        await page.getByText('Nothing was sent yet.').waitFor()
        await page.locator('#live[data-state="on"]').waitFor()
        const [from, to] = ['portal@halden.example', 'tomas@haldensteam.example']
        const mail = { from, to, subject: 'Billing <stands> still', text: 'Line one.\n\nLine two.' }
        await createTransport(sandbox.smtpUrl).sendMail(mail)
        await page.getByRole('button', { name: 'Billing <stands> still' }).click()
        const sheet = page.getByRole('dialog', { name: 'Billing <stands> still' })
        await sheet.getByText('tomas@haldensteam.example').waitFor()
        await sheet.getByText('Line two.').waitFor()
      },
      { at: '/outbox' },
    )
  })
})

describe('every place of the desk', () => {
  // Few rows each: axe looks at every one of them.
  const PLACES = [
    '/billing?customer=cus_NorthgateClin1',
    '/billing?show=paid&customer=cus_CalderFoods001',
    '/crm',
    '/crm?show=contacts&q=northgate',
    '/outbox',
  ]
  const faultsOf = (page: Page, scheme: 'light' | 'dark') =>
    axeFindings(page, scheme === 'dark' ? COLOUR_RULES : [])

  it.each(LOOKS)(
    'at $width × $height, $colorScheme: axe finds nothing and nothing scrolls sideways',
    async (look) => {
      await makeInvoice()
      for (const at of PLACES) {
        await desk.visit(
          async (page) => {
            expect(await isSideways(page)).toBe(false)
            await page.locator('#rows [data-open]').first().click()
            await page.locator('#sheet-title').waitFor()
            expect(await faultsOf(page, look.colorScheme)).toEqual([])
            await page.keyboard.press('Escape')
            expect(await faultsOf(page, look.colorScheme)).toEqual([])
          },
          { ...look, at },
        )
      }
    },
    120_000,
  )
})
