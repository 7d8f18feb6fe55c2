/** Brings the English of this page along: import it where the page is. */
import { project } from '../en/project.ts'
import { addEnglish } from '../english.ts'

addEnglish({ project })
