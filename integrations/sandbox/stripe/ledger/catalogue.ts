/** Products and prices: made, and a product renamed. */
import type { Birth } from '../objects/birth.ts'
import {
  newPrice,
  newProduct,
  type Price,
  type PriceFields,
  type Product,
} from '../objects/catalogue.ts'
import type { ProductFields } from '../objects/catalogue.ts'
import { differences, type Ledger } from './ledger.ts'

export function createProduct(ledger: Ledger, fields: ProductFields, birth: Birth): Product {
  const product = newProduct(fields, birth)
  ledger.record(product, ['product.created'], { birth })
  return product
}

export interface ProductPatch {
  id: string
  name?: string | undefined
  description?: string | null | undefined
}

export function updateProduct(ledger: Ledger, patch: ProductPatch, birth: Birth): Product {
  const before = ledger.require('product', patch.id)
  const after: Product = {
    ...before,
    name: patch.name ?? before.name,
    description: patch.description === undefined ? before.description : patch.description,
    updated: birth.at,
  }
  ledger.record(after, ['product.updated'], { birth, previous: differences(before, after) })
  return after
}

export function createPrice(ledger: Ledger, fields: PriceFields, birth: Birth): Price {
  ledger.require('product', fields.product, 'product')
  const price = newPrice(fields, birth)
  ledger.record(price, ['price.created'], { birth })
  return price
}
