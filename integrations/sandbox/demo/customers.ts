/** The customers of the demo, each with a character of its own: how much, where to, in which currency. */
import { CLINICS, DAIRY, FOOD, HOTELS, type Product } from './catalogue.ts'

export interface DemoCustomer {
  id: string
  name: string
  /** How many orders a new demo holds for it. */
  orders: number
  /** The first is usual; the others happen now and then. */
  currencies: readonly string[]
  catalogue: readonly Product[]
  sites: readonly string[]
  /** Looks of a reference, `#` stands for a digit. */
  reference: string
  people: readonly { name: string; email: string }[]
}

export const CUSTOMERS: readonly DemoCustomer[] = [
  {
    id: 'C-1001',
    name: 'Northgate Clinics',
    orders: 30,
    currencies: ['EUR'],
    catalogue: CLINICS,
    sites: ['Northgate Central, Building C', 'Eastfield Day Surgery', 'Harbour Street Clinic'],
    reference: 'NGC-#####',
    people: [
      { name: 'Amara Osei', email: 'amara@northgate.example' },
      { name: 'Piet Verhoeven', email: 'piet@northgate.example' },
    ],
  },
  {
    id: 'C-1002',
    name: 'Vellmar Dairy',
    orders: 420,
    currencies: ['EUR', 'EUR', 'EUR', 'EUR', 'CHF'],
    catalogue: DAIRY,
    sites: [
      'North, Mill Lane',
      'North, filler hall',
      'Vellmar South',
      'Basel creamery',
      'Kassel depot',
    ],
    reference: 'PO ####',
    people: [
      { name: 'Ines Keller', email: 'ines@vellmar.example' },
      { name: 'Jonas Weidt', email: 'jonas@vellmar.example' },
      { name: 'Marek Dvořák', email: 'marek@vellmar.example' },
    ],
  },
  {
    id: 'C-1003',
    name: 'Lindqvist Hotels',
    orders: 3_000,
    currencies: ['SEK', 'SEK', 'SEK', 'SEK', 'DKK', 'NOK'],
    catalogue: HOTELS,
    sites: [
      'Lindqvist Grand, Stockholm',
      'Lindqvist Harbour, Gothenburg',
      'Lindqvist Park, Malmö',
      'Lindqvist Opera, Copenhagen',
      'Lindqvist Fjord, Bergen',
      'Lindqvist Airport, Arlanda',
      'Lindqvist Lodge, Åre',
      'Central laundry, Södertälje',
    ],
    reference: 'LH/######',
    people: [
      { name: 'Elin Lindqvist', email: 'elin@lindqvist.example' },
      { name: 'Oskar Holm', email: 'oskar@lindqvist.example' },
      { name: 'Freja Madsen', email: 'freja@lindqvist.example' },
    ],
  },
  {
    id: 'C-1999',
    name: 'Calder Foods',
    orders: 10,
    currencies: ['GBP'],
    catalogue: FOOD,
    sites: ['Calder Bridge', 'Halifax cold store'],
    reference: 'CF-####',
    people: [{ name: 'Ruth Ackroyd', email: 'ruth@calder.example' }],
  },
]

export const findCustomer = (id: string): DemoCustomer | undefined =>
  CUSTOMERS.find((customer) => customer.id === id)
