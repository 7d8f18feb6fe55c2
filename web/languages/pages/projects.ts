/** Brings the English of these lists along: import it where they are spoken of. */
import { projects } from '../en/projects.ts'
import { addEnglish } from '../english.ts'

addEnglish({ projects })
