/**
 * Verifies the hash chain of a tenant's audit log as staff, who can write nothing. Every hash is computed again from
 * the row and the hash before it; the first row that does not fit is named. Batches are bounded, whatever the length.
 * An entry that was emptied on a privacy request no longer yields its hash: it counts as whole if a later entry, which
 * does yield its own, names it with the hash of what is left.
 */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { TenantId } from '#workflows/contracts/ids.ts'
import type { Database } from '../client.ts'
import { withStaff, type StaffTx } from './staff-tx.ts'

export interface AuditHead {
  /** How many entries the chain has. */
  seq: number
  /** Hex; note it down elsewhere, and nobody can rewrite what was before it unseen. */
  hash: string
}

export interface AuditFinding {
  type: 'changed' | 'removed' | 'inserted' | 'rewritten'
  /** Place in the chain; null for an entry that has none. */
  seq: number | null
  /** Null when not even the chain knows it any more. */
  entryId: string | null
  /** What the row says now, for whoever looks into it. */
  action: string | null
  at: string | null
}

export interface AuditVerdict {
  head: AuditHead
  /** Entries that were looked at. */
  checked: number
  /** The first row of each way that was found; none: the log is whole. */
  findings: AuditFinding[]
}

export interface VerifyAuditOptions {
  /** Rows per statement; 1,000 unless told. */
  batch?: number
  /** A head that was noted down earlier: the chain must still pass through it. */
  noted?: AuditHead
}

const BATCH = 1_000

/**
 * May run beside writers: the head is read first, and what is added meanwhile is checked as well.
 *
 * @param db a Database of `portside_staff`
 * @example const { findings } = await verifyAudit(db, tenantId)
 */
export async function verifyAudit(
  db: Database,
  tenantId: TenantId,
  options: VerifyAuditOptions = {},
): Promise<AuditVerdict> {
  const { batch = BATCH, noted } = options
  const head = await withStaff(db, (trx) => readHead(trx, tenantId))
  const chain = await followChain(db, { tenantId, head, batch, noted })
  const loose = await findUnchained(db, tenantId, batch)
  return {
    head,
    checked: chain.checked,
    findings: [chain.finding, loose].filter((finding) => finding !== null),
  }
}

async function readHead(trx: StaffTx, tenantId: TenantId): Promise<AuditHead> {
  const row = await trx
    .selectFrom('audit_heads')
    .select(['seq', 'hash'])
    .where('tenant_id', '=', tenantId)
    .executeTakeFirst()
  return row ? { seq: row.seq, hash: row.hash.toString('hex') } : { seq: 0, hash: '' }
}

interface Link {
  seq: number
  entryId: string
  hash: Buffer
  /** Null: the row is gone. */
  content: string | null
  action: string | null
  at: Date | null
  /** Whether all that it told was taken out. */
  isEmptied: boolean | null
  /** Entries it says were emptied: id, blank, hash of what is left. */
  redacted: string[] | null
}

const readLinks = (
  trx: StaffTx,
  { tenantId, after, limit }: { tenantId: TenantId; after: number; limit: number },
): Promise<Link[]> =>
  sql<Link>`
    select c.seq, c.entry_id as "entryId", c.hash, e.action, e.at,
      e.subject_label = '' and e.changes = '{}' as "isEmptied",
      case when e.action like '%.erased' then e.changes -> 'redacted' -> 'to' end as redacted,
      case when e.id is not null then app.audit_text(e) end as content
    from audit_chain c
    left join audit_entries e on e.tenant_id = c.tenant_id and e.id = c.entry_id
    where c.tenant_id = ${tenantId} and c.seq > ${after} order by c.seq limit ${limit}`
    .execute(trx)
    .then(({ rows }) => rows)

interface Followed {
  tenantId: TenantId
  head: AuditHead
  batch: number
  noted: AuditHead | undefined
}

async function followChain(
  db: Database,
  { tenantId, head, batch, noted }: Followed,
): Promise<{ checked: number; finding: AuditFinding | null }> {
  let before: Buffer = Buffer.alloc(0)
  let seq = 0
  // Emptied, and not yet named by an entry that tells of it.
  const emptied = new Map<string, AuditFinding>()
  for (;;) {
    const after = seq
    const links = await withStaff(db, (trx) => readLinks(trx, { tenantId, after, limit: batch }))
    for (const link of links) {
      const finding = judge(link, { seq, hash: before }, [head, noted])
      if (finding?.type === 'changed' && link.isEmptied === true) {
        emptied.set(whatIsLeft(link), finding)
      } else if (finding) return { checked: seq, finding }
      else for (const named of link.redacted ?? []) emptied.delete(named)
      seq = link.seq
      before = link.hash
    }
    if (links.length < batch) break
  }
  const end = Math.max(head.seq, noted?.seq ?? 0)
  if (seq < end) return { checked: seq, finding: lost(seq + 1) }
  return { checked: seq, finding: [...emptied.values()][0] ?? null }
}

/** As the entry that tells of an erasure names it. */
const whatIsLeft = ({ entryId, content }: Link): string =>
  `${entryId} ${createHash('sha256')
    .update(content ?? '', 'utf8')
    .digest('hex')}`

function judge(
  link: Link,
  before: { seq: number; hash: Buffer },
  heads: readonly (AuditHead | undefined)[],
): AuditFinding | null {
  const { seq, entryId, action, at, hash, content } = link
  const named = { seq, entryId, action, at: at?.toISOString() ?? null }
  if (seq !== before.seq + 1) return lost(before.seq + 1)
  if (content === null) return { type: 'removed', ...named }
  const computed = createHash('sha256').update(before.hash).update(content, 'utf8').digest()
  if (!computed.equals(hash)) return { type: 'changed', ...named }
  // A chain that was computed anew fits in itself, and no head that was kept apart.
  const isRewritten = heads.some((head) => head?.seq === seq && head.hash !== hash.toString('hex'))
  return isRewritten ? { type: 'rewritten', ...named } : null
}

const lost = (seq: number): AuditFinding => ({
  type: 'removed',
  seq,
  entryId: null,
  action: null,
  at: null,
})

interface Entry {
  id: string
  action: string
  at: Date
  chained: boolean
}

/** Entries came in by another way than everybody's when the chain does not know them. */
async function findUnchained(
  db: Database,
  tenantId: TenantId,
  batch: number,
): Promise<AuditFinding | null> {
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const from = after
    const { rows } = await withStaff(db, (trx) =>
      sql<Entry>`
        select e.id, e.action, e.at, exists (
          select from audit_chain c where c.tenant_id = e.tenant_id and c.entry_id = e.id) as chained
        from audit_entries e
        where e.tenant_id = ${tenantId} and e.id > ${from}::uuid order by e.id limit ${batch}`.execute(
        trx,
      ),
    )
    const found = rows.find(({ chained }) => !chained)
    if (found) {
      const { id, action, at } = found
      return { type: 'inserted', seq: null, entryId: id, action, at: at.toISOString() }
    }
    after = rows.at(-1)?.id ?? after
    if (rows.length < batch) return null
  }
}
