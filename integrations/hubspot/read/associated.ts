/** What each object of a page is associated with, asked for in one request (more for the rare object with many). */
import { AppError } from '#workflows/contracts/errors.ts'
import { faultsOf, type WireAssociations, wireAssociations } from '../schema.ts'
import type { HubspotApi } from './api.ts'
import { type AssociationsInput, associationsRead } from './library-models.ts'

export type Associated = WireAssociations['to'][number]

export interface Asked {
  /** Plural names, as in paths. */
  from: string
  to: string
  ids: readonly string[]
  /** Whether an object needs no further page. Default: all are read. */
  isEnough?: (found: readonly Associated[]) => boolean
}

/** An object with more pages than this is a loop. */
const MAX_PAGES = 20

/** By id; what has no association is not in it. */
export async function readAssociated(
  api: HubspotApi,
  { from, to, ids, isEnough = () => false }: Asked,
  signal?: AbortSignal,
): Promise<Map<string, Associated[]>> {
  const found = new Map<string, Associated[]>()
  let inputs: AssociationsInput[] = ids.map((id) => ({ id }))
  for (let page = 0; inputs.length > 0; page++) {
    if (page === MAX_PAGES) {
      throw new AppError('upstream_invalid', `The associations of HubSpot's ${from} never end.`)
    }
    const asked = inputs
    const { results } = await api.read(
      ({ associations }) => associations.getPage(from, to, associationsRead(asked)),
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
      const all = [...(found.get(id) ?? []), ...wire.data.to]
      found.set(id, all)
      const after = wire.data.paging?.next?.after
      if (after !== undefined && !isEnough(all)) inputs.push({ id, after })
    }
  }
  return found
}
