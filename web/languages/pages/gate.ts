/** Brings the English of this page along: import it where the page is. */
import { gate } from '../en/gate.ts'
import { addEnglish } from '../english.ts'

addEnglish({ gate })
