/** Brings the English of these lists along: import it where they are spoken of. */
import { orders } from '../en/orders.ts'
import { addEnglish } from '../english.ts'

addEnglish({ orders })
