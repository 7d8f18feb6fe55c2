/**
 * The HubSpot library under our policy: its generated APIs, built for one read at a time, so that signal and
 * clock belong to that read. Without the library's client, whose retries and limiter are global to the process.
 */
import * as associations from '@hubspot/api-client/lib/codegen/crm/associations/v4/index.js'
import * as objects from '@hubspot/api-client/lib/codegen/crm/objects/index.js'
import { AppError } from '#workflows/contracts/errors.ts'
import { beginAsking } from '../../kit/begin-asking.ts'
import type { SourceClientOptions } from '../../kit/connector.ts'
import { faultsOf, wireAnswer } from '../schema.ts'
import { type PolicyOptions, sendUnderPolicy } from './http-library.ts'

export interface LibraryApis {
  pages: objects.BasicApi
  batches: objects.BatchApi
  search: objects.SearchApi
  associations: associations.BatchApi
}

/** What all calls we make have in common: results, and perhaps more of them. */
export interface Answer {
  /** Not looked at yet: each caller checks its items one by one. */
  results: readonly unknown[]
  /** HubSpot's token of the next page; null at the end. */
  next: string | null
  /** Unix milliseconds; never after the moment HubSpot looked. */
  asOf: number
}

export interface HubspotApi {
  /** @throws AppError, as SourceReader says; or the signal's reason */
  read(work: (apis: LibraryApis) => Promise<unknown>, signal?: AbortSignal): Promise<Answer>
}

export function createHubspotApi({ baseUrl, credentials, http }: SourceClientOptions): HubspotApi {
  const accessToken = credentials['accessToken']
  if (!accessToken) throw new AppError('config', 'This HubSpot connection has no access token.')
  return {
    async read(work, signal) {
      const asked = beginAsking()
      try {
        const value = await work(
          apisUnder({ http, baseUrl, accessToken, signal, onDate: asked.onDate }),
        )
        return { ...answerOf(value), asOf: asked.asOf() }
      } catch (error) {
        signal?.throwIfAborted()
        if (error instanceof AppError) throw error
        throw new AppError('upstream_invalid', 'HubSpot answered in a shape its library refuses.', {
          cause: error,
        })
      }
    },
  }
}

/** The library hands over whatever came, so what it says about its types must be checked first. */
function answerOf(value: unknown): Omit<Answer, 'asOf'> {
  const answer = wireAnswer.safeParse(value)
  if (!answer.success) {
    throw new AppError('upstream_invalid', 'HubSpot answered in a wrong shape.', {
      detail: { faults: faultsOf(answer.error) },
    })
  }
  const { results, paging, errors } = answer.data
  // A 207 mixes "there is no such object" with real failures; what lacks because of those is not gone.
  const failed = errors?.filter((error) => error.category !== 'OBJECT_NOT_FOUND') ?? []
  if (failed.length > 0) {
    throw new AppError('upstream_unavailable', 'HubSpot answered for a part of a batch only.', {
      detail: { failed: failed.length, categories: [...new Set(failed.map((e) => e.category))] },
    })
  }
  return { results, next: paging?.next?.after ?? null }
}

function apisUnder(policy: PolicyOptions): LibraryApis {
  const objectsHttp = objects.wrapHttpLibrary({
    async send(request) {
      const { status, headers, text, binary } = await sendUnderPolicy(request, policy)
      return new objects.ResponseContext(status, headers, { text, binary })
    },
  })
  const associationsHttp = associations.wrapHttpLibrary({
    async send(request) {
      const { status, headers, text, binary } = await sendUnderPolicy(request, policy)
      return new associations.ResponseContext(status, headers, { text, binary })
    },
  })
  const configuration = objects.createConfiguration({ httpApi: objectsHttp })
  return {
    pages: new objects.BasicApi(configuration),
    batches: new objects.BatchApi(configuration),
    search: new objects.SearchApi(configuration),
    associations: new associations.BatchApi(
      associations.createConfiguration({ httpApi: associationsHttp }),
    ),
  }
}
