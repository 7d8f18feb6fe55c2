/** What most tests of the web process stand on: a database, two tenants in it, and the process; closed after the file. */
import { afterAll } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#db/testing/database.ts'
import { startWeb, type RunningWeb, type StartWebOptions } from './start-web.ts'
import { createWorld, type World } from './world.ts'

export interface OpenWeb {
  database: TestDatabase
  world: World
  web: RunningWeb
}

/** @param optionsOf what the process is told besides where its database is */
export async function openWeb(
  optionsOf: (database: TestDatabase) => Partial<StartWebOptions> = () => ({}),
): Promise<OpenWeb> {
  const database = await createTestDatabase()
  const world = await createWorld(database)
  const web = await startWeb({
    databaseUrl: database.appUrl,
    encryptionKeys: world.encryptionKeys,
    ...optionsOf(database),
  })
  afterAll(async () => {
    await web.close()
    await world.close()
    await database.drop()
  })
  return { database, world, web }
}
