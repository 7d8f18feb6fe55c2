/** Brings the English of the company's tabs along: import it where they are. */
import { companyParts } from '../en/company-parts.ts'
import { addEnglish } from '../english.ts'

addEnglish({ companyParts })
