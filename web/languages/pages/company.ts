/** Brings the English of this page along: import it where the page is. */
import { company } from '../en/company.ts'
import { addEnglish } from '../english.ts'

addEnglish({ company })
