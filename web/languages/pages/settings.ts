/** Brings the English of this page along: import it where the page is. */
import { settings } from '../en/settings.ts'
import { addEnglish } from '../english.ts'

addEnglish({ settings })
