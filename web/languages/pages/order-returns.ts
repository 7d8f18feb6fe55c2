/** Brings the English of this part along: import it where the part is. */
import { orderReturns } from '../en/order-returns.ts'
import { addEnglish } from '../english.ts'

addEnglish({ orderReturns })
