/** Real ids of every kind: of the own tenant, of the other one, and ones that never existed. */
import type pg from 'pg'
import { newId } from '#workflows/contracts/ids.ts'
import { ID_KINDS, type IdKind, type IdSource } from './id-kinds.ts'
import type { Random } from './random.ts'

export type Whose = 'own' | 'foreign' | 'unknown'
export const WHOSE = ['own', 'foreign', 'unknown'] as const

export interface IdPool {
  /** @throws Error when no row of that kind is there */
  pick(kind: IdKind, whose: Whose, random: Random): string
  /** An answer without the ids it was asked about. */
  without(text: string): string
}

export async function createIdPool(
  sql: pg.Pool,
  tenants: { own: string; foreign: string },
): Promise<IdPool> {
  const ids = new Map<string, string[]>()
  for (const [kind, source] of Object.entries<IdSource>(ID_KINDS)) {
    ids.set(`${kind} own`, await idsOf(sql, source, tenants.own))
    ids.set(`${kind} foreign`, await idsOf(sql, source, tenants.foreign))
  }
  const asked = new Set<string>([...ids].flatMap(([name, of]) => (name.endsWith('own') ? [] : of)))
  return {
    pick(kind, whose, random) {
      const known = ids.get(`${kind} ${whose === 'own' ? 'own' : 'foreign'}`) ?? []
      // The same draw for all three: what differs between two answers is the id alone.
      const id = known.length === 0 ? undefined : random.pick(known)
      if (id === undefined) throw new Error(`There is no ${kind} to probe with (${whose}).`)
      const never = newId()
      if (whose === 'unknown') asked.add(never)
      return whose === 'unknown' ? never : id
    },
    without(text) {
      let left = text
      for (const id of asked) left = left.replaceAll(id, '(id)')
      return left
    },
  }
}

async function idsOf(sql: pg.Pool, source: IdSource, tenantId: string): Promise<string[]> {
  const { table, column, tenant, person, where = 'true' } = source
  const belongs =
    tenant !== undefined
      ? `${tenant} = $1`
      : person !== undefined
        ? `${person} in (select person_id from memberships where tenant_id = $1)`
        : '$1::uuid is not null'
  const { rows } = await sql.query<{ id: string }>(
    `select ${column}::text as id from ${table} where ${belongs} and ${where} order by 1`,
    [tenantId],
  )
  return rows.map(({ id }) => id)
}
