/** What Stripe hosts for the payer: the invoice as a page and as PDF, receipts and credit notes. Plain, but real. */
import { type Request, type Response, Router } from 'express'
import type { Ledger } from '../ledger/ledger.ts'
import { payInvoice } from '../ledger/payments.ts'
import { rightNow } from '../objects/birth.ts'
import { ACCOUNT_NAME, type Invoice } from '../objects/invoice.ts'
import { StripeFailure } from '../failure.ts'
import { textPdf } from './pdf.ts'

export interface PagesDeps {
  ledger: Ledger
  transaction: <T>(work: () => T) => T
  changed: (id?: string) => void
}

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (found) => `&#${String(found.charCodeAt(0))};`)

export function money(minor: number, currency: string): string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency })
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  return format.format(minor / 10 ** digits)
}

const day = (seconds: number | null): string =>
  seconds === null ? '' : new Date(seconds * 1000).toISOString().slice(0, 10)

const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:38rem;margin:3rem auto;padding:0 1rem;color:#1a1f36}' +
  'table{width:100%;border-collapse:collapse}td{padding:.5rem 0;border-top:1px solid #e3e8ee}' +
  'td:last-child{text-align:right;white-space:nowrap}small{color:#697386}' +
  'button{font:inherit;padding:.6rem 1.2rem;border:0;border-radius:6px;background:#635bff;color:#fff}'

const page = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
  `<title>${escaped(title)}</title><style>${STYLE}</style><main>${body}</main></html>`

const titleOf = (invoice: Invoice): string => `Invoice ${invoice.number ?? '(draft)'}`

function invoicePage(invoice: Invoice): string {
  const rows = invoice.lines.data.map(
    (line) =>
      `<tr><td>${escaped(line.description)}<br><small>Qty ${escaped(line.quantity_decimal)}</small>` +
      `<td>${money(line.amount, line.currency)}`,
  )
  const due = invoice.due_date === null ? '' : ` · due ${day(invoice.due_date)}`
  const pay =
    invoice.status === 'open'
      ? `<form method="post" action="${escaped(invoice.id)}/pay"><button>Pay ${money(invoice.amount_remaining, invoice.currency)}</button></form>`
      : ''
  return page(
    titleOf(invoice),
    `<small>${ACCOUNT_NAME} · sandbox, no money moves</small><h1>${escaped(titleOf(invoice))}</h1>` +
      `<p>${escaped(invoice.customer_name ?? '')} · ${invoice.status}${due}</p><table>${rows.join('')}` +
      `<tr><td><b>Total</b><td><b>${money(invoice.total, invoice.currency)}</b></table>` +
      `<p><a href="${escaped(invoice.id)}/pdf">Download PDF</a></p>${pay}`,
  )
}

function invoicePdf(invoice: Invoice): Buffer {
  return textPdf([
    ACCOUNT_NAME,
    '',
    titleOf(invoice),
    `Issued ${day(invoice.effective_at)}   Due ${day(invoice.due_date)}   ${invoice.status}`,
    invoice.customer_name ?? '',
    '',
    ...invoice.lines.data.map(
      (line) =>
        `${line.quantity_decimal} x ${line.description.slice(0, 60)}   ${money(line.amount, line.currency)}`,
    ),
    '',
    `Total ${money(invoice.total, invoice.currency)}`,
    `Paid ${money(invoice.amount_paid, invoice.currency)}`,
  ])
}

export function createStripePages({ ledger, transaction, changed }: PagesDeps): Router {
  const router = Router()
  /** Drafts have no page. */
  const withInvoice =
    (show: (invoice: Invoice, response: Response) => void) =>
    (request: Request, response: Response): void => {
      const invoice = ledger.store.find('invoice', String(request.params['id']))
      if (invoice && invoice.status !== 'draft') show(invoice, response)
      else response.status(404).type('text').send('There is no such invoice.')
    }
  router.get(
    '/i/:id',
    withInvoice((invoice, response) => response.type('html').send(invoicePage(invoice))),
  )
  router.get(
    '/i/:id/pdf',
    withInvoice((invoice, response) => {
      response
        .attachment(`${titleOf(invoice)}.pdf`)
        .type('pdf')
        .send(invoicePdf(invoice))
    }),
  )
  router.post(
    '/i/:id/pay',
    withInvoice(({ id }, response) => {
      try {
        transaction(() => payInvoice(ledger, { id, method: 'card' }, rightNow()))
        changed(id)
      } catch (error) {
        // Paid meanwhile: the page says so.
        if (!(error instanceof StripeFailure)) throw error
      }
      response.redirect(303, `../${id}`)
    }),
  )
  addFiles(router, ledger)
  return router
}

/** What is shown and never acted on. */
function addFiles(router: Router, ledger: Ledger): void {
  router.get('/credit_notes/:id/pdf', (request, response) => {
    const note = ledger.store.find('credit_note', request.params.id)
    if (!note) {
      response.status(404).type('text').send('There is no such credit note.')
      return
    }
    const title = `Credit note ${note.number}`
    const words = [ACCOUNT_NAME, '', title, note.memo ?? '', money(note.total, note.currency)]
    response.attachment(`${title}.pdf`).type('pdf').send(textPdf(words))
  })
  router.get('/receipts/:id', (request, response) => {
    const charge = ledger.store.find('charge', request.params.id)
    if (!charge) {
      response.status(404).type('text').send('There is no such receipt.')
      return
    }
    const amount = money(charge.amount, charge.currency)
    const words = `<h1>Receipt from ${ACCOUNT_NAME}</h1><p>${amount} paid ${day(charge.created)}</p>`
    response.type('html').send(page('Receipt', words))
  })
}
