/** Chooses what a customer orders: lines with quantities and prices that add up, a place, a person, a reference. */
import type { WireLine, WireOrder } from '../../orders/schema.ts'
import type { Product } from './catalogue.ts'
import type { DemoCustomer } from './customers.ts'
import type { Random } from './random.ts'

const WIDTHS = ['25', '40', '50', '65', '80', '100'] as const

export function linesOf(product: Product, random: Random): WireLine[] {
  const share = random.next()
  return product.lines.map((line, index) => {
    const [least, most] = line.quantity
    const quantity = least + Math.round(share * (most - least))
    return {
      position: (index + 1) * 10,
      article: line.article,
      description: line.text,
      quantity: String(quantity),
      unit: line.unit,
      unit_price: line.price,
      amount: line.price * quantity,
    }
  })
}

const titleOf = (product: Product, lines: WireLine[], random: Random): string =>
  product.title.replace('{n}', lines[0]?.quantity ?? '1').replace('{dn}', random.pick(WIDTHS))

const digits = (pattern: string, random: Random): string =>
  pattern.replaceAll('#', () => String(random.whole(0, 9)))

/** The part of an order that its customer decided. */
export type Wish = Pick<
  WireOrder,
  | 'title'
  | 'customer'
  | 'customer_reference'
  | 'site'
  | 'placed_by'
  | 'currency'
  | 'total'
  | 'lines'
>

export function composeWish(customer: DemoCustomer, product: Product, random: Random): Wish {
  const lines = linesOf(product, random)
  const person = random.chance(0.7) ? random.pick(customer.people) : null
  return {
    title: titleOf(product, lines, random),
    customer: { id: customer.id, name: customer.name },
    customer_reference: random.chance(0.92) ? digits(customer.reference, random) : null,
    site: random.pick(customer.sites),
    placed_by: person,
    currency: random.pick(customer.currencies),
    total: lines.reduce((sum, line) => sum + line.amount, 0),
    lines,
  }
}
