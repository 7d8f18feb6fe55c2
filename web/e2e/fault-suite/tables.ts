/** The mirrored tables as the database itself knows them: a kind that is added is watched without being named here. */
import type { ReadModel } from '../systems/read-model.ts'

/** Of every mirrored row, whatever it mirrors. */
export const MIRROR = [
  'id',
  'tenant_id',
  'connection_id',
  'external_id',
  'version',
  'content_hash',
  'changed_at',
  'deleted_at',
  'synced_at',
] as const

/** Those that have each of these columns. */
export async function mirroredTables(readModel: ReadModel): Promise<string[]> {
  const rows = await readModel.query<{ name: string }>(
    `select table_name as name from information_schema.columns
     where table_schema = 'public' and column_name = any($1::text[])
     group by table_name having count(*) = $2 order by table_name`,
    [[...MIRROR], MIRROR.length],
  )
  if (rows.length === 0) throw new Error('No table looks like a mirrored one.')
  return rows.map(({ name }) => name)
}
