/** What the permission table says of a cell: whether a role gets past the door of a procedure. */
import type { Grants } from '#workflows/contracts/access.ts'
import { can } from '#workflows/contracts/permissions.ts'
import type { ProcedureMeta } from '../../trpc/init.ts'

/** `unknown`: the role does not learn that there is such a thing. */
export type Cell = 'allowed' | 'forbidden' | 'unknown'

export function cellOf(meta: ProcedureMeta | undefined, grants: Grants): Cell {
  if (!meta) return 'unknown'
  const { needs } = meta
  if (typeof needs === 'string') return 'allowed'
  if (!can(grants, { module: needs.module, action: 'view' })) return 'unknown'
  return can(grants, needs) ? 'allowed' : 'forbidden'
}
