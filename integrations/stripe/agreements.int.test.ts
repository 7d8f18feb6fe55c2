/** Subscriptions, payment methods and credit notes read from the stand-in, compared with its raw state. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { SourceReader } from '../kit/connector.ts'
import { type StartedStandIn, startStripe } from '../sandbox/stripe/testing/start.ts'
import { idOfChange as idOf, type RecordKind } from '#workflows/contracts/records.ts'
import { readerOf, readPages } from './testing/read-pages.ts'

const state = z.object({
  subscriptions: z.array(
    z.looseObject({
      id: z.string(),
      status: z.string(),
      items: z.object({
        data: z.array(
          z.looseObject({
            price: z.looseObject({ product: z.string(), unit_amount: z.int().nullable() }),
          }),
        ),
      }),
    }),
  ),
  products: z.array(z.looseObject({ id: z.string(), name: z.string() })),
  paymentMethods: z.array(z.looseObject({ id: z.string(), customer: z.string().nullable() })),
  creditNotes: z.array(z.looseObject({ id: z.string(), total: z.number() })),
})

let sandbox: StartedStandIn
let reader: SourceReader

beforeAll(async () => {
  sandbox = await startStripe({ demo: true })
  reader = readerOf(`${sandbox.url}/stripe`)
})
afterAll(() => sandbox.close())

const readState = async () => state.parse(await sandbox.control('/stripe/state', {}, 'GET'))
const readAll = (kind: RecordKind, changedSince: string | null, limit = 40) =>
  readPages(reader, kind, { changedSince, limit })

describe('agreements at Stripe', () => {
  it('reads every subscription, those that ended too, with the names of what is paid for', async () => {
    const raw = await readState()
    const names = new Map(raw.products.map(({ id, name }) => [id, name]))
    const changes = await readAll('subscription', null, 3)
    const found = changes.map((change) =>
      change.kind === 'subscription' && change.type === 'upsert'
        ? [
            change.record.externalId,
            change.record.items.map((item) => [item.name, item.unitPriceMinor]),
          ]
        : [],
    )
    const held = raw.subscriptions.map(({ id, items }) => [
      id,
      items.data.map(({ price }) => [
        names.get(price.product),
        // Of what is priced by usage the price of one piece is not told.
        price.unit_amount,
      ]),
    ])
    expect(found.toSorted()).toEqual(held.toSorted())
    expect(raw.subscriptions.map(({ status }) => status)).toContain('canceled')
  })

  it('reads the payment methods of every customer, and every credit note', async () => {
    const raw = await readState()
    const own = raw.paymentMethods.filter(({ customer }) => customer !== null)
    expect((await readAll('payment_method', null, 2)).map(idOf).toSorted()).toEqual(
      own.map(({ id }) => id).toSorted(),
    )
    const changes = await readAll('credit_note', null, 3)
    const found = changes.map((change) =>
      change.kind === 'credit_note' && change.type === 'upsert'
        ? [change.record.externalId, change.record.totalMinor]
        : [],
    )
    expect(found.toSorted()).toEqual(raw.creditNotes.map(({ id, total }) => [id, total]).toSorted())
  })

  it('shows what is subscribed to a product under its new name, and what changed of agreements', async () => {
    const since = new Date().toISOString()
    await sandbox.control('/stripe/products/prod_ServicePlan01/rename', {
      name: 'Service Plan Max',
    })
    await sandbox.control('/stripe/payment_methods/pm_VellmarVisa0001/detach')
    expect(await readAll('subscription', since)).toMatchObject([
      {
        type: 'upsert',
        record: {
          externalId: 'sub_VellmarService',
          items: [{ name: 'Service Plan Max' }, { name: 'Emergency Line' }],
        },
      },
    ])
    expect(await readAll('payment_method', since)).toMatchObject([
      { type: 'delete', externalId: 'pm_VellmarVisa0001' },
    ])
    expect(await reader.get('payment_method', 'pm_VellmarVisa0001')).toMatchObject({
      type: 'delete',
    })
    await sandbox.control('/stripe/subscriptions/sub_VellmarService/cancel_at_period_end')
    expect(await reader.get('subscription', 'sub_VellmarService')).toMatchObject({
      record: { cancelsAtPeriodEnd: true, renewsAt: null },
    })
  })
})
