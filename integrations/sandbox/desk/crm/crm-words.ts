/** How the desk says things of the CRM. */
import type { CrmObject } from '../../hubspot/objects.ts'

export function nameOf({ kind, properties }: CrmObject): string {
  const { name, firstname, lastname, email } = properties
  if (kind === 'company') return name || 'Nameless company'
  return [firstname, lastname].filter(Boolean).join(' ') || email || 'Nameless contact'
}
