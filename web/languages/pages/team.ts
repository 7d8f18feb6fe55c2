/** Brings the English of these pages along: import it where they are. */
import { team } from '../en/settings/team.ts'
import { addEnglish } from '../english.ts'

addEnglish({ team })
