/** Brings the English of this page along: import it where the page is. */
import { plan } from '../en/plan.ts'
import { addEnglish } from '../english.ts'

addEnglish({ plan })
