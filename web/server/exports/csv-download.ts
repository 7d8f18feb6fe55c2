/**
 * `GET /t/{slug}/{list}.csv`: a list as its page shows it (same query string), or the records named by `ids`,
 * streamed in batches so that three thousand rows cost no more memory than fifty.
 */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { isDeepStrictEqual } from 'node:util'
import { Router, type Request, type Response } from 'express'
import type { InTenant } from '#db/read/list/export-pages.ts'
import { withTenant } from '#db/tenant.ts'
import { writeMemberAudit, type AuditEntry } from '#db/write/audit.ts'
import { holdSession } from '#db/write/hold-session.ts'
import { AUDIT_ACTIONS } from '#workflows/contracts/audit.ts'
import type { SessionMethod } from '#workflows/contracts/access.ts'
import { AppError } from '#workflows/contracts/errors.ts'
import { can } from '#workflows/contracts/permissions.ts'
import { requireOpen } from '../../auth/session-gate.ts'
import { requireOwn } from '../../auth/view-as/require-own.ts'
import { createRequestSession, type RequestSessionOptions } from '../../auth/request-session.ts'
import type { TenantSummary, Authenticated } from '../../auth/session-store.ts'
import type { TrpcServices } from '../../trpc/context.ts'
import { sendFailure } from '../error-answer.ts'
import { createParallelLimit } from '../parallel-limit.ts'
import { factsOf, clientOf } from '../request-facts.ts'
import { CSV_START, csvRow, type CsvCell } from './csv.ts'

export interface CsvDownloadDeps extends Omit<RequestSessionOptions, 'background'> {
  services: TrpcServices
}

export interface ExportingMember {
  person: Authenticated['person']
  tenant: TenantSummary
}

/** What of a list is asked for. */
export interface CsvRequest {
  member: ExportingMember
  /** The query string of the page. */
  params: URLSearchParams
  /** Of a selection, whatever the filters of the page say now; undefined: what the page shows. */
  ids: string[] | undefined
  timeZone: string
  /** The company that runs the portal, as pages name it. */
  operator: string
  inTenant: InTenant
}

export interface CsvTable {
  titles: string[]
  batches: AsyncGenerator<CsvCell[][], void, undefined>
}

/** A list that can be downloaded. */
export interface CsvList extends Pick<AuditEntry, 'action'> {
  /** Path below the tenant, and name of the file. */
  name: string
  tableOf: (request: CsvRequest) => CsvTable
}

/** What can be selected on one page of a list. */
const MAX_IDS = 100
/** Downloads of one session: a person waits for one, a script must not take every connection. */
const PER_SESSION = { parallel: 2, waiting: 4 }

export function csvDownloads(lists: readonly CsvList[], deps: CsvDownloadDeps): Router {
  const inTurn = createParallelLimit(PER_SESSION)
  const router = Router()
  for (const list of lists) {
    router.get(`/t/:slug/${list.name}.csv`, async (req: Request<{ slug: string }>, res) => {
      if (req.method === 'HEAD') {
        // Express would do all the work of the download, and write it into the audit log.
        sendFailure(req, res, {
          code: 'invalid_input',
          message: 'This is a download.',
          status: 405,
        })
        return
      }
      const member = await admit(req, { list, deps })
      await inTurn(member.sessionHash.toString('hex'), () =>
        download(req, res, { list, deps, member }),
      )
    })
  }
  return router
}

type Admitted = ExportingMember & { sessionHash: Buffer; sessionMethod: SessionMethod }

interface Admission {
  list: CsvList
  deps: CsvDownloadDeps
  background?: boolean
}

/** @throws AppError unless the session is alive and its member may export this list of the tenant in the path */
async function admit(
  req: Request<{ slug: string }>,
  { list, deps, background = false }: Admission,
): Promise<Admitted> {
  const session = createRequestSession(req, { ...deps, background })
  const found = await session.find(req.params.slug)
  if (!found) throw new AppError('unauthenticated', 'Please sign in.')
  const { person, tenant } = found
  const { module } = AUDIT_ACTIONS[list.action]
  // The same for a foreign tenant and for a role without the module.
  if (!tenant) throw new AppError('not_found', 'This does not exist.')
  requireOpen(tenant)
  const needs = { module, action: 'export' } as const
  const sessionMethod = found.session.method
  if (!can(tenant.grants, needs)) {
    deps.services.denials.note({
      what: `${list.name}.csv`,
      ...{ tenantId: tenant.id, person, by: found.viewAs?.staff, needs },
      origin: { ...clientOf(req), sessionMethod },
      requestId: factsOf(req).requestId,
    })
    if (!can(tenant.grants, { module, action: 'view' })) {
      throw new AppError('not_found', 'This does not exist.')
    }
    throw new AppError('forbidden', 'Your role does not include this.')
  }
  requireOwn(found)
  return { sessionHash: found.hash, sessionMethod, person, tenant }
}

interface Download {
  list: CsvList
  deps: CsvDownloadDeps
  member: Admitted
}

async function download(
  req: Request<{ slug: string }>,
  res: Response,
  { list, deps, member }: Download,
): Promise<void> {
  const { person, tenant, sessionHash, sessionMethod } = member
  const { db, operatorName } = deps.services
  const params = new URL(req.originalUrl, 'http://own').searchParams
  await withTenant(db, tenant.id, async (trx) => {
    await holdSession(trx, sessionHash)
    const actor = { ...person, origin: { ...clientOf(req), sessionMethod } }
    await writeMemberAudit(trx, actor, exportEntry(list, params, factsOf(req).requestId))
  })
  let isFirst = true
  const inTenant: InTenant = async (work) => {
    // A slow download must not outlive its session or the rights it began with.
    if (!isFirst) {
      requireSame(member, await admit(req, { list, deps, background: true }))
    }
    isFirst = false
    return withTenant(db, tenant.id, work, { readOnly: true })
  }
  const ids = params.get('ids')?.split(',').slice(0, MAX_IDS)
  const timeZone = person.timeZone ?? tenant.timeZone
  await send(req, res, {
    name: list.name,
    table: list.tableOf({ member, params, ids, timeZone, operator: operatorName, inTenant }),
  })
}

function requireSame(before: ExportingMember, now: ExportingMember): void {
  if (!isDeepStrictEqual(now.tenant.grants, before.tenant.grants)) {
    throw new AppError('forbidden', 'Your role has changed.')
  }
}

const exportEntry = (
  { action }: CsvList,
  params: URLSearchParams,
  requestId: string,
): AuditEntry => ({
  action,
  subjectId: null,
  subjectLabel: 'CSV',
  changes: { query: { from: null, to: params.toString().slice(0, 2_000) } },
  requestId,
})

async function send(
  req: Request,
  res: Response,
  { name, table }: { name: string; table: CsvTable },
): Promise<void> {
  // The first batch is read before the headers go out, so that a refused query is still an error answer.
  const first = await table.batches.next()
  res.setHeader('Content-Type', 'text/csv; charset=utf-8')
  res.setHeader('Content-Disposition', `attachment; filename="${name}.csv"`)
  const toText = (rows: CsvCell[][]): string => rows.map(csvRow).join('')
  async function* lines(): AsyncGenerator<string> {
    yield CSV_START + csvRow(table.titles)
    if (!first.done) yield toText(first.value)
    for await (const rows of table.batches) yield toText(rows)
  }
  await pipeline(Readable.from(lines()), res).catch((error: unknown) => {
    // Whoever closes the download is not our failure.
    if (!req.destroyed) throw error
  })
}
