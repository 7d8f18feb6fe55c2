/** Brings the English of these lists along: import it where they are spoken of. */
import { invoices } from '../en/invoices.ts'
import { addEnglish } from '../english.ts'

addEnglish({ invoices })
