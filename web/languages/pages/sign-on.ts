/** Brings the English of these pages along: import it where the page is. */
import { signOn } from '../en/sign-on.ts'
import { addEnglish } from '../english.ts'

addEnglish({ signOn })
