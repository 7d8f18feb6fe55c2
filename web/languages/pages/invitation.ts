/** Brings the English of this page along: import it where the page is. */
import { invitation } from '../en/invitation.ts'
import { addEnglish } from '../english.ts'

addEnglish({ invitation })
