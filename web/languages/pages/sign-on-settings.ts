/** Brings the English of this page along: import it where the page is. */
import { signOnSettings } from '../en/settings/sign-on.ts'
import { addEnglish } from '../english.ts'

addEnglish({ signOnSettings })
