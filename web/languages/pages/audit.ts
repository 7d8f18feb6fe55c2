/** Brings the English of the audit log along, and the states of invoices that it tells of. */
import { audit } from '../en/audit.ts'
import { invoices } from '../en/invoices.ts'
import { addEnglish } from '../english.ts'

addEnglish({ audit, invoices })
