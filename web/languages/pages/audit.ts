/** Brings the English of the audit log along: import it where it is told. */
import { audit } from '../en/settings/audit.ts'
import { addEnglish } from '../english.ts'

addEnglish({ audit })
