/** The primary company of each contact of a page. */
import type { HubspotApi } from './api.ts'
import { type Associated, readAssociated } from './associated.ts'

/** HubSpot's own type "contact to primary company". Unlabelled associations are another type. */
const PRIMARY = 1

const primaryIn = (companies: readonly Associated[]): string | null =>
  companies.find((company) =>
    company.associationTypes.some(
      (type) => type.category === 'HUBSPOT_DEFINED' && type.typeId === PRIMARY,
    ),
  )?.toObjectId ?? null

/** Company by contact; contacts without a primary company are not in it. */
export async function companiesOf(
  api: HubspotApi,
  contacts: readonly string[],
  signal?: AbortSignal,
): Promise<Map<string, string>> {
  const asked = {
    from: 'contacts',
    to: 'companies',
    ids: contacts,
    isEnough: (found: readonly Associated[]) => primaryIn(found) !== null,
  }
  const found = new Map<string, string>()
  for (const [contact, companies] of await readAssociated(api, asked, signal)) {
    const company = primaryIn(companies)
    if (company !== null) found.set(contact, company)
  }
  return found
}
