/** Brings the English of this part along: import it where the part is. */
import { account } from '../en/account.ts'
import { addEnglish } from '../english.ts'

addEnglish({ account })
