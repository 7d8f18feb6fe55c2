/** Brings the English of this page along: import it where the page is. */
import { communication } from '../en/communication.ts'
import { addEnglish } from '../english.ts'

addEnglish({ communication })
