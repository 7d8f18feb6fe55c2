/** The customers of the operator's Stripe account. Their ids never change: links of the demo name them. */
import type { CustomerFields } from '../objects/customer.ts'
import type { Method } from '../objects/payment.ts'

export interface DemoCustomer {
  /** Its id at the order system. */
  orders: string
  fields: CustomerFields & { id: string }
  /** Days from invoice to due date. */
  terms: number
  /** Percent of exclusive tax, by currency; others are exports without tax. */
  tax: Readonly<Record<string, number>>
  methods: readonly [Method, ...Method[]]
  /** How many delivered orders back its invoices reach. */
  depth: number
}

export const DEMO_CUSTOMERS: readonly DemoCustomer[] = [
  {
    orders: 'C-1001',
    fields: {
      id: 'cus_NorthgateClin1',
      name: 'Northgate Clinics',
      email: 'accounts@northgate.example',
      phone: '+31 20 555 0118',
      invoicePrefix: 'NGC',
      address: {
        line1: 'Prinsengracht 214',
        line2: 'Finance department',
        postal_code: '1016 HD',
        city: 'Amsterdam',
        state: null,
        country: 'NL',
      },
      taxIds: [{ type: 'eu_vat', value: 'NL853746127B01' }],
    },
    terms: 30,
    tax: { eur: 21 },
    methods: ['sepa'],
    depth: 12,
  },
  {
    orders: 'C-1002',
    fields: {
      id: 'cus_VellmarDairy01',
      name: 'Vellmar Dairy',
      email: 'invoices@vellmar.example',
      phone: '+49 561 555 0143',
      invoicePrefix: 'VDY',
      address: {
        line1: 'Mühlenweg 3',
        line2: null,
        postal_code: '34246',
        city: 'Vellmar',
        state: 'Hessen',
        country: 'DE',
      },
      taxIds: [{ type: 'eu_vat', value: 'DE129384756' }],
    },
    terms: 30,
    tax: { eur: 19 },
    methods: ['sepa', 'transfer', 'sepa'],
    depth: 60,
  },
  {
    orders: 'C-1003',
    fields: {
      id: 'cus_LindqvistHot01',
      name: 'Lindqvist Hotels',
      email: 'ekonomi@lindqvist.example',
      phone: '+46 8 555 01 67',
      invoicePrefix: 'LQH',
      address: {
        line1: 'Strandvägen 18',
        line2: null,
        postal_code: '114 56',
        city: 'Stockholm',
        state: null,
        country: 'SE',
      },
      taxIds: [{ type: 'eu_vat', value: 'SE556677889901' }],
    },
    terms: 20,
    tax: { sek: 25 },
    methods: ['mastercard', 'card', 'transfer'],
    depth: 150,
  },
  {
    orders: 'C-1999',
    fields: {
      id: 'cus_CalderFoods001',
      name: 'Calder Foods',
      email: 'ledger@calder.example',
      phone: null,
      invoicePrefix: 'CLF',
      address: {
        line1: 'Bridge Mill',
        line2: null,
        postal_code: 'HX1 5AA',
        city: 'Halifax',
        state: null,
        country: 'GB',
      },
      taxIds: [{ type: 'gb_vat', value: 'GB123456789' }],
    },
    terms: 14,
    tax: { gbp: 20 },
    methods: ['card'],
    depth: 5,
  },
]
