/**
 * `GET /t/{slug}/orders.csv`: the list as its page shows it (same query string), or the orders named by `ids`,
 * streamed in batches so that three thousand rows cost no more memory than fifty.
 */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Router, type Request, type Response } from 'express'
import type { OrderRow } from '#db/read/orders/order-row.ts'
import { exportOrders, type InTenant } from '#db/read/orders/orders-export.ts'
import { withTenant } from '#db/tenant.ts'
import { writeMemberAudit } from '#db/write/audit.ts'
import { holdSession } from '#db/write/hold-session.ts'
import { AppError } from '#workflows/contracts/errors.ts'
import { can } from '../../auth/permissions.ts'
import { createRequestSession, type RequestSessionOptions } from '../../auth/request-session.ts'
import type { TenantSummary, Authenticated } from '../../auth/session-store.ts'
import { readOrdersQuery } from '../../portal/orders/orders-query.ts'
import type { TrpcServices } from '../../trpc/context.ts'
import { ordersAccessOf } from '../../trpc/routers/portal/orders/access.ts'
import { sendFailure } from '../error-answer.ts'
import { createParallelLimit } from '../parallel-limit.ts'
import { factsOf } from '../request-facts.ts'
import { CSV_START, csvRow } from './csv.ts'
import { orderColumnsFor } from './orders-rows.ts'

export interface OrdersCsvDeps extends Omit<RequestSessionOptions, 'background'> {
  services: TrpcServices
}

/** What can be selected on one page of the list. */
const MAX_IDS = 100
/** Downloads of one session: a person waits for one, a script must not take every connection. */
const PER_SESSION = { parallel: 2, waiting: 4 }

export function ordersCsv(deps: OrdersCsvDeps): Router {
  const inTurn = createParallelLimit(PER_SESSION)
  const router = Router()
  router.get('/t/:slug/orders.csv', async (req, res) => {
    if (req.method === 'HEAD') {
      // Express would do all the work of the download, and write it into the audit log.
      sendFailure(req, res, { code: 'invalid_input', message: 'This is a download.', status: 405 })
      return
    }
    const member = await admit(req, deps)
    await inTurn(member.sessionHash.toString('hex'), () => download(req, res, { deps, member }))
  })
  return router
}

interface ExportingMember {
  sessionHash: Buffer
  person: Authenticated['person']
  tenant: TenantSummary
}

/** @throws AppError unless the session is alive and its member may export orders of the tenant in the path */
async function admit(
  req: Request<{ slug: string }>,
  options: RequestSessionOptions,
): Promise<ExportingMember> {
  const session = createRequestSession(req, options)
  const found = await session.find(req.params.slug)
  if (!found || !session.hash) throw new AppError('unauthenticated', 'Please sign in.')
  const { person, tenant } = found
  // The same for a foreign tenant and for a role without orders.
  if (!tenant || !can(tenant.role, { module: 'orders', action: 'view' })) {
    throw new AppError('not_found', 'This does not exist.')
  }
  if (!can(tenant.role, { module: 'orders', action: 'export' })) {
    throw new AppError('forbidden', 'Your role does not include this.')
  }
  return { sessionHash: session.hash, person, tenant }
}

interface Download {
  deps: OrdersCsvDeps
  member: ExportingMember
}

async function download(
  req: Request<{ slug: string }>,
  res: Response,
  { deps, member }: Download,
): Promise<void> {
  const { person, tenant, sessionHash } = member
  const { db } = deps.services
  const params = new URL(req.originalUrl, 'http://own').searchParams
  await withTenant(db, tenant.id, async (trx) => {
    await holdSession(trx, sessionHash)
    await writeMemberAudit(trx, person, exportEntry(params, factsOf(req).requestId))
  })
  let isFirst = true
  const inTenant: InTenant = async (work) => {
    // A slow download must not outlive its session or the rights it began with.
    if (!isFirst) requireSame(member, await admit(req, { ...deps, background: true }))
    isFirst = false
    return withTenant(db, tenant.id, work, { readOnly: true })
  }
  const columns = orderColumnsFor(ordersAccessOf(member))
  await send(req, res, { columns, batches: batchesOf(member, params, inTenant) })
}

function requireSame(before: ExportingMember, now: ExportingMember): void {
  if (now.tenant.role !== before.tenant.role) {
    throw new AppError('forbidden', 'Your role has changed.')
  }
}

const exportEntry = (params: URLSearchParams, requestId: string) =>
  ({
    action: 'orders.exported',
    module: 'orders',
    subjectKind: 'order',
    subjectId: null,
    subjectLabel: 'CSV',
    changes: { query: { from: null, to: params.toString().slice(0, 2_000) } },
    requestId,
  }) as const

interface Table {
  columns: ReturnType<typeof orderColumnsFor>
  batches: AsyncGenerator<OrderRow[], void, undefined>
}

async function send(req: Request, res: Response, { columns, batches }: Table): Promise<void> {
  // The first batch is read before the headers go out, so that a refused query is still an error answer.
  const first = await batches.next()
  res.setHeader('Content-Type', 'text/csv; charset=utf-8')
  res.setHeader('Content-Disposition', 'attachment; filename="orders.csv"')
  async function* lines(): AsyncGenerator<string> {
    yield CSV_START + csvRow(columns.titles)
    const toText = (rows: OrderRow[]): string =>
      rows.map((row) => csvRow(columns.cells(row))).join('')
    if (!first.done) yield toText(first.value)
    for await (const rows of batches) yield toText(rows)
  }
  await pipeline(Readable.from(lines()), res).catch((error: unknown) => {
    // Whoever closes the download is not our failure.
    if (!req.destroyed) throw error
  })
}

/** The selection as it was made, whatever the filters of the page say now; else what the page shows. */
function batchesOf(
  member: ExportingMember,
  params: URLSearchParams,
  inTenant: InTenant,
): AsyncGenerator<OrderRow[], void, undefined> {
  const access = ordersAccessOf(member)
  const { sort: wanted, direction, ...shown } = readOrdersQuery(params)
  const ids = params.get('ids')?.split(',').slice(0, MAX_IDS)
  const filter = ids ? { ...readOrdersQuery(new URLSearchParams()), ids } : shown
  const sort = wanted === 'total' && !access.amounts ? 'changed' : wanted
  const timeZone = member.person.timeZone ?? member.tenant.timeZone
  return exportOrders(inTenant, access, { ...filter, sort, direction, timeZone })
}
