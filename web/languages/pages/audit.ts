/** Brings the English of the audit log along: import it where it is told. */
import { audit } from '../en/audit.ts'
import { addEnglish } from '../english.ts'

addEnglish({ audit })
