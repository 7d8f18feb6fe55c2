/**
 * `npm run audit -- verify [--tenant slug] [--head seq:hash]`: whether anybody changed, removed or slipped in an
 * entry of a customer's audit log. Exit code 1 names the first such row; the head it prints can be noted elsewhere.
 */
import { parseArgs } from 'node:util'
import { AppError } from '#workflows/contracts/errors.ts'
import type { TenantId } from '#workflows/contracts/ids.ts'
import { verifyAudit, type AuditFinding, type AuditHead } from './admin/audit-chain.ts'
import { withStaff } from './admin/staff-tx.ts'
import { createDatabase, type Database } from './client.ts'
import { readAuditEnv } from './env.ts'

const USAGE = 'Usage: npm run audit -- verify [--tenant slug] [--head seq:hash]'

interface Asked {
  /** Null: every tenant. */
  slug: string | null
  noted: AuditHead | undefined
}

/** @throws AppError `invalid_input` with the usage */
export function readAsked(args: readonly string[]): Asked {
  const usage = (): AppError => new AppError('invalid_input', USAGE)
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { tenant: { type: 'string' }, head: { type: 'string' } },
    })
    if (positionals.join(' ') !== 'verify') throw usage()
    return { slug: values.tenant ?? null, noted: headOf(values) }
  } catch {
    throw usage()
  }
}

function headOf(values: { tenant?: string; head?: string }): AuditHead | undefined {
  if (values.head === undefined) return undefined
  const [, seq, hash] = /^(\d+):([0-9a-f]{64})$/.exec(values.head) ?? []
  // A head belongs to one chain.
  if (seq === undefined || hash === undefined || values.tenant === undefined) throw new Error(USAGE)
  return { seq: Number(seq), hash }
}

/**
 * @param say takes one line of the report
 * @returns whether every log is whole
 * @throws AppError `not_found` for a tenant that does not exist
 */
export async function reportAudit(
  db: Database,
  { slug, noted }: Asked,
  say: (line: string) => void,
): Promise<boolean> {
  const tenants = await withStaff(db, (trx) => {
    const all = trx.selectFrom('tenants').select(['id', 'slug']).orderBy('slug')
    return (slug === null ? all : all.where('slug', '=', slug)).execute()
  })
  if (slug !== null && tenants.length === 0) {
    throw new AppError('not_found', `There is no tenant "${slug}".`)
  }
  let isWhole = true
  for (const tenant of tenants) {
    const id: TenantId = tenant.id
    const verdict = await verifyAudit(db, id, noted ? { noted } : {})
    const { head, checked, findings } = verdict
    isWhole &&= findings.length === 0
    const end = head.seq === 0 ? 'no entries' : `head ${head.seq}:${head.hash}`
    say(`${findings.length === 0 ? '✓' : '✗'} ${tenant.slug}: ${checked} checked, ${end}`)
    for (const finding of findings) say(`  → ${describe(finding)}`)
  }
  say(isWhole ? 'Every audit log is whole.' : 'Somebody has tampered with an audit log.')
  return isWhole
}

const WORDS: Record<AuditFinding['type'], string> = {
  changed: 'was changed',
  removed: 'was removed',
  inserted: 'was slipped in past the chain',
  rewritten: 'belongs to a chain that was computed anew',
}

function describe({ type, seq, entryId, action, at }: AuditFinding): string {
  const place = seq === null ? 'an entry' : `entry ${seq}`
  const facts = [entryId, action, at].filter((fact) => fact !== null)
  return `${place} ${WORDS[type]}${facts.length === 0 ? '' : ` (${facts.join(', ')})`}`
}

if (import.meta.main) {
  try {
    const asked = readAsked(process.argv.slice(2))
    const db = createDatabase({ url: readAuditEnv().DATABASE_STAFF_URL, name: 'portside-audit' })
    const isWhole = await reportAudit(db, asked, (line) => process.stdout.write(`${line}\n`))
    await db.close()
    process.exitCode = isWhole ? 0 : 1
  } catch (error) {
    process.stderr.write(`${error instanceof AppError ? error.message : String(error)}\n`)
    process.exitCode = 2
  }
}
