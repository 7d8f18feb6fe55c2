/** The plans of everything that a database is asked, taken on the connection that runs it. */
import type { Database } from '../client.ts'
import { intercepted } from './intercepted.ts'

export interface Explaining {
  /** Runs like the database it was made of, and writes down the plan of each statement first. */
  db: Database
  plans: string[]
}

const HAS_PLAN = /^\s*(\(?select|with|insert|update|delete)\b/

export function explaining(database: Database): Explaining {
  const plans: string[] = []
  const db = intercepted(database, async (query, execute) => {
    if (HAS_PLAN.test(query.sql)) {
      const plan = await execute<{ 'QUERY PLAN': string }>({
        ...query,
        sql: `explain (costs off) ${query.sql}`,
      })
      plans.push(plan.rows.map((row) => row['QUERY PLAN']).join('\n'))
    }
    return execute(query)
  })
  return { db, plans }
}

/**
 * What is wrong with a plan at scale: a scan of a whole table that grows, an index of a tenant's table that is walked
 * without the tenant, or the policy's helper called row by row.
 *
 * @param growing tables that are never read in full
 * @param byTenant those of them whose index conditions name the tenant
 */
export function faultsOf(
  plan: string,
  { growing, byTenant }: { growing: readonly string[]; byTenant: readonly string[] },
): string[] {
  const lines = plan.split('\n')
  const one = (tables: readonly string[]): string => `(?:${tables.join('|')})`
  const full = new RegExp(`Seq Scan on ${one(growing)}\\b`)
  const scans = new RegExp(
    `Index (?:Only )?Scan (?:Backward )?using \\S+ on ${one(byTenant)}\\b|Bitmap Index Scan on ${one(byTenant)}_`,
  )
  return lines.flatMap((line, at) => {
    if (full.test(line) || /Filter:.*tenant_id\(\)/.test(line)) return [line.trim()]
    if (!scans.test(line)) return []
    const condition = lines[at + 1] ?? ''
    return condition.includes('Index Cond:') && condition.includes('tenant_id') ? [] : [line.trim()]
  })
}
