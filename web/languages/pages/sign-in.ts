/** Brings the English of the door along: import it where the page is. */
import { signIn } from '../en/sign-in.ts'
import { addEnglish } from '../english.ts'

addEnglish({ signIn })
