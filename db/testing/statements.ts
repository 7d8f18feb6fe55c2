/** Everything that is sent in transactions of a database, in order, with its values and the rows it changed. */
import type { Database } from '../client.ts'
import { intercepted } from './intercepted.ts'

export interface Statement {
  text: string
  values: readonly unknown[]
  /** Changed, or given back. */
  rows: number
}

export interface Recording {
  /** Runs like the database it was made of. */
  db: Database
  statements: Statement[]
}

export function recording(database: Database): Recording {
  const statements: Statement[] = []
  const db = intercepted(database, async (query, execute) => {
    const result = await execute<never>(query)
    const rows = Number(result.numAffectedRows ?? result.rows.length)
    statements.push({ text: query.sql, values: query.parameters, rows })
    return result
  })
  return { db, statements }
}
