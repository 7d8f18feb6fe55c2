/** What is known of the records that differ, while the database is still there: their rows, owners and events. */
import type { ReadModel } from '../systems/read-model.ts'

/** Records told of at most. */
const MOST = 20
/** As `verdict` names a record: `missing: contact 19000000127`, `order ord_20418 title: …`. */
const NAMED = /: (?:missing: |extra: )?\w+ (\S+)/

export async function tracesOf(
  readModel: ReadModel,
  tables: readonly string[],
  faults: readonly string[],
): Promise<string> {
  const ids = [...new Set(faults.flatMap((line) => NAMED.exec(line)?.[1] ?? []))].slice(0, MOST)
  const asked = [
    ...tables.map((table) => `select '${table}' as what, to_jsonb(t) as row from ${table} t`),
    `select 'owner', to_jsonb(t) from record_owners t`,
    `select 'event', to_jsonb(t) from (select * from inbox order by id) t`,
  ]
  const lines: string[] = []
  for (const id of ids) {
    for (const statement of asked) {
      const rows = await readModel.query(`${statement} where t.external_id = $1`, [id])
      lines.push(...rows.map((row) => JSON.stringify(row)))
    }
  }
  return lines.join('\n')
}
