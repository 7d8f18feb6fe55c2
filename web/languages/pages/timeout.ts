/** Brings the English of this part along: import it where the part is. */
import { timeout } from '../en/timeout.ts'
import { addEnglish } from '../english.ts'

addEnglish({ timeout })
