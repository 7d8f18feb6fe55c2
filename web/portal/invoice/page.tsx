/** One invoice: what is left to pay and until when, its payments, its lines and the order it is for. */
import { ChevronRight, ExternalLink, FileText } from 'lucide-react'
import '../../languages/pages/invoices.ts'
import { Link } from 'react-router'
import type { Route } from './+types/page.ts'
import '../../languages/pages/invoice.ts'
import { revalidateOnLive, useLive } from '../../live/use-live.ts'
import { buttonClass, type ButtonLook } from '../../ui/action/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Freshness } from '../../ui/show/freshness.tsx'
import { useNow } from '../../ui/text/use-now.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { InvoiceView } from '../billing-api.ts'
import { InvoiceBadge } from '../invoices/parts/invoice-state.tsx'
import { useAnnounceInvoices } from '../invoices/parts/use-announce-invoices.ts'
import { useDue } from '../invoices/parts/use-due.ts'
import { useInvoiceName } from '../invoices/parts/use-invoice-name.ts'
import { readPortal } from '../read-portal.ts'
import { StaleNote } from '../shell/stale-note.tsx'
import { titleOf } from '../shell/title-of.ts'
import { useFreshness } from '../shell/use-freshness.ts'
import { useSession } from '../shell/use-session.ts'
import { CreditNotes } from './credit-notes.tsx'
import { InvoiceFacts } from './invoice-facts.tsx'
import { InvoiceLines } from './lines.tsx'
import { LinkedOrders } from './linked-orders.tsx'
import { Payments } from './payments.tsx'
import { invoiceSentence } from './sentence.ts'

/** Payments and credit notes carry ids of their own, so every one of them may be about this invoice. */
const interestsIn = (id: string) =>
  [
    { module: 'billing', kind: 'invoice', ids: [id] },
    { module: 'billing', kind: 'payment' },
    { module: 'billing', kind: 'credit_note' },
    { module: 'orders', kind: 'order' },
  ] as const

export async function loader(args: Route.LoaderArgs) {
  const [invoice, freshness] = await readPortal(args, (portal) =>
    Promise.all([portal.invoices.get({ id: args.params.id }), portal.freshness.get()]),
  )
  return { invoice, freshness }
}

export const shouldRevalidate = revalidateOnLive(({ currentParams }) =>
  interestsIn(currentParams['id'] ?? ''),
)

export const meta: Route.MetaFunction = (args) =>
  titleOf(args, (text) => args.loaderData.invoice.number ?? text('shell.place.invoices'))

interface OutLinkProps {
  url: string | null
  words: string
  look: ButtonLook
  icon: typeof FileText
}

/** To the provider's own page or file, which learns nothing of where one came from. */
function OutLink({ url, words, look, icon }: OutLinkProps) {
  const text = useText()
  if (url === null) return null
  return (
    <a href={url} target="_blank" rel="noopener noreferrer" className={buttonClass(look)}>
      <Icon of={icon} />
      {words}
      <span className="sr-only">{text('common.newWindow')}</span>
    </a>
  )
}

function Actions({ invoice }: { invoice: InvoiceView }) {
  const text = useText()
  const { state, hostedUrl, pdfUrl } = invoice
  const toPay = state === 'open' || state === 'overdue'
  return (
    <div className="flex flex-wrap gap-2 phone:w-full">
      <OutLink url={pdfUrl} words={text('invoice.pdf')} look="secondary" icon={FileText} />
      <OutLink
        url={hostedUrl}
        words={text(toPay ? 'invoice.pay' : 'invoice.view')}
        look={toPay ? 'primary' : 'secondary'}
        icon={ExternalLink}
      />
    </div>
  )
}

function Head({ invoice }: { invoice: InvoiceView }) {
  const text = useText()
  const format = useFormat()
  const today = useNow()
  const { tenant } = useSession()
  const sentence = invoiceSentence(invoice, useDue(invoice), { text, format, today })
  const { number, description } = invoice
  return (
    <>
      <nav
        aria-label={text('invoice.breadcrumb')}
        className="mb-2 flex items-center gap-2 text-meta text-faint"
      >
        <Link to={`/t/${tenant.slug}/invoices`} prefetch="intent" className="link">
          {text('invoices.title')}
        </Link>
        <Icon of={ChevronRight} size={14} />
        <span aria-current="page">{useInvoiceName()(invoice)}</span>
      </nav>
      <div className="mb-6 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-2">
            <h1>
              {number === null ? text('invoice.headingPlain') : text('invoice.heading', { number })}
            </h1>
            <InvoiceBadge state={invoice.state} />
          </div>
          <p className="mt-1 text-soft">
            {description === null
              ? sentence
              : text('invoice.sentence.described', { description, sentence })}
          </p>
        </div>
        <Actions invoice={invoice} />
      </div>
    </>
  )
}

export default function InvoicePage({ loaderData, params }: Route.ComponentProps) {
  const { invoice } = loaderData
  const freshness = useFreshness(loaderData.freshness).stripe
  useLive(interestsIn(params.id))
  useAnnounceInvoices([invoice])
  return (
    <>
      <Head invoice={invoice} />
      <StaleNote freshness={freshness} />
      <InvoiceFacts key={invoice.id} invoice={invoice} />
      <div className="mt-8 grid items-start gap-x-12 gap-y-8 wide:grid-cols-[minmax(0,1fr)_340px]">
        <InvoiceLines invoice={invoice} />
        <div className="grid min-w-0 gap-8">
          <Payments
            key={invoice.id}
            invoice={invoice}
            fresh={
              freshness === undefined ? null : (
                <Freshness source={freshness.source} seenAt={freshness.seenAt} />
              )
            }
          />
          <CreditNotes notes={invoice.creditNotes} />
          <LinkedOrders orders={invoice.orders} />
        </div>
      </div>
    </>
  )
}
