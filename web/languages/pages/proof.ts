/** Brings the English of this part along: import it where the part is. */
import { proof } from '../en/proof.ts'
import { addEnglish } from '../english.ts'

addEnglish({ proof })
