/** A whole, valid order on the wire, for tests to vary. */
import type { WireOrder } from '../schema.ts'

export function wireOrderWith(changes: Partial<WireOrder> = {}): WireOrder {
  return {
    id: 'ord_1',
    version: 3,
    number: 'SO-1',
    title: 'Gasket sets EPDM',
    status: 'production',
    customer: { id: 'C-1002', name: 'Vellmar Dairy' },
    customer_reference: 'PO 4402',
    site: 'North, Mill Lane',
    placed_by: { name: 'Ines Keller', email: 'ines@vellmar.example' },
    currency: 'EUR',
    total: 147_280,
    placed_at: '2026-11-02T08:15:00.000Z',
    first_promised_on: '2026-11-24',
    promised_on: '2026-11-26',
    delivered_at: null,
    updated_at: '2026-11-21T14:20:00.000Z',
    deleted_at: null,
    lines: [
      {
        position: 10,
        article: 'GK-EP',
        description: 'Gasket set EPDM, filler line',
        quantity: '2',
        unit: 'set',
        unit_price: 73_640,
        amount: 147_280,
      },
    ],
    shipments: [],
    history: [
      { id: 'h1', at: '2026-11-02T08:15:00.000Z', type: 'status', status: 'new', text: null },
      {
        id: 'h2',
        at: '2026-11-21T14:20:00.000Z',
        type: 'delivery_date',
        from: '2026-11-24',
        to: '2026-11-26',
        text: 'Supplier is late.',
      },
    ],
    ...changes,
  }
}
