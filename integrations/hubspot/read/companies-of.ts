/** The primary company of each contact of a page, asked for in one request (two for the rare contact with many). */
import { AppError } from '#workflows/contracts/errors.ts'
import { faultsOf, type WireAssociations, wireAssociations } from '../schema.ts'
import type { HubspotApi } from './api.ts'
import { type AssociationsInput, associationsRead } from './library-models.ts'

/** HubSpot's own type "contact to primary company". Unlabelled associations are another type. */
const PRIMARY = 1
/** A contact with more pages of companies than this is a loop, not a contact. */
const MAX_PAGES = 20

const primaryOf = ({ to }: WireAssociations): string | null =>
  to.find((company) =>
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
  const found = new Map<string, string>()
  let inputs: AssociationsInput[] = contacts.map((id) => ({ id }))
  for (let page = 0; inputs.length > 0; page++) {
    if (page === MAX_PAGES) {
      throw new AppError('upstream_invalid', 'The companies of a HubSpot contact never end.')
    }
    const asked = inputs
    const { results } = await api.read(
      ({ associations }) => associations.getPage('contacts', 'companies', associationsRead(asked)),
      signal,
    )
    inputs = []
    for (const item of results) {
      const wire = wireAssociations.safeParse(item)
      if (!wire.success) {
        throw new AppError('upstream_invalid', 'HubSpot sent associations in a wrong shape.', {
          detail: { faults: faultsOf(wire.error) },
        })
      }
      const { id } = wire.data._from
      const company = primaryOf(wire.data)
      const after = wire.data.paging?.next?.after
      if (company !== null) found.set(id, company)
      else if (after !== undefined) inputs.push({ id, after })
    }
  }
  return found
}
