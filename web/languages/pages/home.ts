/** Brings the English of this page along: import it where the page is. */
import { home } from '../en/home.ts'
import { addEnglish } from '../english.ts'

addEnglish({ home })
