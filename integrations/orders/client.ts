/** Reads the order system over HTTP: pages by keyset, single objects, every item checked on its own. */
import { AppError, asAppError } from '#workflows/contracts/errors.ts'
import { z } from 'zod'
import type { RecordChange, RecordKind } from '#workflows/contracts/records.ts'
import type {
  InvalidItem,
  RecordPage,
  SourceClientOptions,
  SourceReader,
} from '../kit/connector.ts'
import type { HttpRequest } from '../kit/http.ts'
import { faultsOf, wirePage } from './schema.ts'
import { type OrdersKind, WIRE_KINDS } from './wire-kinds.ts'

/** Ours, so that checkpoints stay JSON whatever text the order system uses as its cursor. */
const storedCursor = z.object({ after: z.string() })
const identified = z.object({ id: z.string().min(1).max(200) })

/** The page limit of the contract. */
export const MAX_PAGE = 200

export function createOrdersReader(options: SourceClientOptions): SourceReader {
  const { http, baseUrl } = options
  const bearer = options.credentials['token'] ?? ''
  const get = (request: Pick<HttpRequest, 'path' | 'query'>, signal?: AbortSignal) =>
    http.send({ ...request, baseUrl, bearer, ...(signal ? { signal } : {}) })

  return {
    async list(kind, { changedSince, cursor, limit, signal }): Promise<RecordPage> {
      const { path } = WIRE_KINDS[requireOwnKind(kind)]
      const asOf = new Date().toISOString()
      const query = {
        updated_since: changedSince,
        cursor: cursor === null ? null : afterOf(cursor),
        limit: Math.min(Math.max(limit, 1), MAX_PAGE),
      }
      const { body } = await get({ path: [path], query }, signal)
      const page = wirePage.safeParse(body)
      if (!page.success) throw invalid(`a page of ${path}`, page.error)
      const next = page.data.next_cursor
      return {
        ...sortOut(kind, page.data.data),
        next: next === null ? null : JSON.stringify({ after: next }),
        asOf,
      }
    },

    async get(kind, externalId, { signal } = {}) {
      const { path, object } = WIRE_KINDS[requireOwnKind(kind)]
      const answer = await get({ path: [path, externalId] }, signal).catch((error: unknown) => {
        if (asAppError(error).code === 'not_found') return null
        throw error
      })
      if (answer === null) return null
      const change = object.safeParse(answer.body)
      if (!change.success) throw invalid(`${kind} ${externalId}`, change.error)
      return change.data
    },
  }
}

function requireOwnKind(kind: RecordKind): OrdersKind {
  if (Object.hasOwn(WIRE_KINDS, kind)) return kind as OrdersKind
  throw new AppError('invalid_input', `The order system has no ${kind}.`)
}

function sortOut(
  kind: RecordKind,
  items: unknown[],
): { changes: RecordChange[]; invalid: InvalidItem[] } {
  const { object } = WIRE_KINDS[requireOwnKind(kind)]
  const changes: RecordChange[] = []
  const invalid: InvalidItem[] = []
  for (const item of items) {
    const change = object.safeParse(item)
    if (change.success) {
      changes.push(change.data)
      continue
    }
    invalid.push({
      externalId: identified.safeParse(item).data?.id ?? null,
      reason: faultsOf(change.error),
      body: JSON.stringify(item),
    })
  }
  return { changes, invalid }
}

function afterOf(cursor: string): string {
  try {
    return storedCursor.parse(JSON.parse(cursor)).after
  } catch (cause) {
    throw new AppError('invalid_input', 'This cursor is none of ours.', { cause })
  }
}

function invalid(what: string, error: z.ZodError): AppError {
  return new AppError('upstream_invalid', `The order system sent ${what} in a wrong shape.`, {
    detail: { faults: faultsOf(error) },
  })
}
