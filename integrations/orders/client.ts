/** Reads the order system over HTTP: pages by keyset, single orders, every item checked on its own. */
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
import { toOrderChange } from './map.ts'
import { faultsOf, wireOrder, type WireOrder, wirePage } from './schema.ts'

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
      requireOrder(kind)
      const asOf = new Date().toISOString()
      const query = {
        updated_since: changedSince,
        cursor: cursor === null ? null : afterOf(cursor),
        limit: Math.min(Math.max(limit, 1), MAX_PAGE),
      }
      const { body } = await get({ path: ['orders'], query }, signal)
      const page = wirePage.safeParse(body)
      if (!page.success) throw invalid('a page of orders', page.error)
      const next = page.data.next_cursor
      return {
        ...sortOut(page.data.data),
        next: next === null ? null : JSON.stringify({ after: next }),
        asOf,
      }
    },

    async get(kind, externalId, { signal } = {}) {
      requireOrder(kind)
      const answer = await get({ path: ['orders', externalId] }, signal).catch((error: unknown) => {
        if (asAppError(error).code === 'not_found') return null
        throw error
      })
      if (answer === null) return null
      const order = wireOrder.safeParse(answer.body)
      if (!order.success) throw invalid(`order ${externalId}`, order.error)
      return changeOf(order.data)
    },
  }
}

function requireOrder(kind: RecordKind): void {
  if (kind !== 'order') throw new AppError('invalid_input', `The order system has no ${kind}.`)
}

const changeOf = (wire: WireOrder): RecordChange => ({ kind: 'order', ...toOrderChange(wire) })

function sortOut(items: unknown[]): { changes: RecordChange[]; invalid: InvalidItem[] } {
  const changes: RecordChange[] = []
  const invalid: InvalidItem[] = []
  for (const item of items) {
    const order = wireOrder.safeParse(item)
    if (order.success) {
      changes.push(changeOf(order.data))
      continue
    }
    invalid.push({
      externalId: identified.safeParse(item).data?.id ?? null,
      reason: faultsOf(order.error),
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
