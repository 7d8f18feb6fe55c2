/** Brings the English of this page along: import it where the page is. */
import { order } from '../en/order.ts'
import { addEnglish } from '../english.ts'

addEnglish({ order })
