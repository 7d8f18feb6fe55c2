/** Brings the English of a view by staff along: import it where the page is. */
import { viewAs } from '../en/view-as.ts'
import { addEnglish } from '../english.ts'

addEnglish({ viewAs })
