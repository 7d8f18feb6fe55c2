/** Brings the English of the palette along: import it where that is. */
import { palette } from '../en/palette.ts'
import { addEnglish } from '../english.ts'

addEnglish({ palette })
