/** Brings the English of this page along: import it where the page is. */
import { invoice } from '../en/invoice.ts'
import { addEnglish } from '../english.ts'

addEnglish({ invoice })
