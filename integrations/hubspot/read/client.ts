/** Reads one HubSpot portal: full enumerations, what changed since a moment, and objects by id. */
import { AppError } from '#workflows/contracts/errors.ts'
import { idOfChange, type RecordKind } from '#workflows/contracts/records.ts'
import type { SourceClientOptions, SourceReader } from '../../kit/connector.ts'
import { type HubspotKind, HUBSPOT_KINDS } from '../kinds.ts'
import { createHubspotApi } from './api.ts'
import { changesSince } from './changes-since.ts'
import { enumerate, MAX_PAGE } from './enumerate.ts'
import { fetchMany } from './fetch-many.ts'

export function createHubspotReader(options: SourceClientOptions): SourceReader {
  const api = createHubspotApi(options)
  return {
    async list(kind, list) {
      const own = requireKind(kind)
      const { changedSince } = list
      return changedSince === null
        ? enumerate(api, own, list)
        : changesSince(api, own, { ...list, changedSince })
    },
    async get(kind, externalId, get = {}) {
      const own = requireKind(kind)
      const { changes, invalid } = await fetchMany(api, { kind: own, ids: [externalId] }, get)
      const [bad] = invalid
      if (bad) {
        throw new AppError(
          'upstream_invalid',
          `HubSpot sent ${own} ${externalId} in a wrong shape.`,
          {
            detail: { faults: bad.reason },
          },
        )
      }
      // Of a merged object HubSpot sends the one it went into.
      return changes.find((change) => idOfChange(change) === externalId) ?? null
    },
    batchSize: MAX_PAGE,
    async getMany(kind, externalIds, get = {}) {
      return fetchMany(api, { kind: requireKind(kind), ids: externalIds }, get)
    },
  }
}

function requireKind(kind: RecordKind): HubspotKind {
  const own = HUBSPOT_KINDS.find((candidate) => candidate === kind)
  if (!own) throw new AppError('invalid_input', `HubSpot has no ${kind}.`)
  return own
}
