/** The checked-in row types are those of the migrated database. */
import fs from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../testing/database.ts'
import { generateTypes, TYPES_FILE } from './generate.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

test('the row types are what the migrated database says (node db/schema/generate.ts writes them)', async () => {
  expect(await fs.readFile(TYPES_FILE, 'utf8')).toBe(await generateTypes(database.ownerUrl))
})
