/** A database through which tests look on: every statement of a transaction passes by them first. */
import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely'
import type { Database } from '../client.ts'

export type Execute = <R>(query: CompiledQuery) => Promise<QueryResult<R>>
/** Runs the statement itself, with whatever comes before and after it. */
export type Around = <R>(query: CompiledQuery<R>, execute: Execute) => Promise<QueryResult<R>>

export function intercepted(database: Database, around: Around): Database {
  const { driver } = database
  const acquireConnection = async (): Promise<DatabaseConnection> => {
    const connection = await driver.acquireConnection()
    const execute: Execute = connection.executeQuery.bind(connection)
    return Object.assign(connection, {
      executeQuery: <R>(query: CompiledQuery<R>) => around(query, execute),
    })
  }
  const releaseConnection = (connection: DatabaseConnection): Promise<void> => {
    // The driver hands the same object to the next one.
    Reflect.deleteProperty(connection, 'executeQuery')
    return driver.releaseConnection(connection)
  }
  return {
    ...database,
    driver: new Proxy(driver, {
      get: (target, name: keyof typeof driver) => {
        if (name === 'acquireConnection') return acquireConnection
        if (name === 'releaseConnection') return releaseConnection
        return target[name]?.bind(target)
      },
    }),
  }
}
