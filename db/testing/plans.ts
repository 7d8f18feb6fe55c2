/** The plans of everything that a read sends, taken on the connection that runs it. */
import type { CompiledQuery } from 'kysely'
import type { Database } from '../client.ts'

export interface Explaining {
  /** Runs like the database it was made of, and writes down the plan of each SELECT first. */
  db: Database
  plans: string[]
}

export function explaining(database: Database): Explaining {
  const plans: string[] = []
  const { driver } = database
  const db: Database = {
    ...database,
    driver: new Proxy(driver, {
      get: (target, name: keyof typeof driver) => {
        if (name !== 'acquireConnection') return target[name]?.bind(target)
        return async () => {
          const connection = await target.acquireConnection()
          const execute = connection.executeQuery.bind(connection)
          return Object.assign(connection, {
            executeQuery: async (query: CompiledQuery) => {
              if (/^\s*(\(?select|with)\b/.test(query.sql)) {
                const plan = await execute<{ 'QUERY PLAN': string }>({
                  ...query,
                  sql: `explain (costs off) ${query.sql}`,
                })
                plans.push(plan.rows.map((row) => row['QUERY PLAN']).join('\n'))
              }
              return execute(query)
            },
          })
        }
      },
    }),
  }
  return { db, plans }
}
