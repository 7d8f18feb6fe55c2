/**
 * Writes the row types out of a migrated database: `node db/schema/generate.ts` with DATABASE_OWNER_URL set.
 * A test generates them again and compares, so types and migrations cannot drift apart.
 */
import fs from 'node:fs/promises'
import path from 'node:path'
import { Kysely, PostgresDialect } from 'kysely'
import { generate, getDialect, IdentifierNode } from 'kysely-codegen'
import pg from 'pg'
import { format } from 'prettier'
import { readMigrateEnv } from '../env.ts'
import { BRAND_IMPORTS, brandOf } from './brands.ts'

export const TYPES_FILE = path.join(import.meta.dirname, 'tables.gen.ts')

/** The text of the types file for the database behind `ownerUrl`. */
export async function generateTypes(ownerUrl: string): Promise<string> {
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 1 })
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  const dialect = getDialect('postgres', { dateParser: 'string' })
  // kysely-codegen looks scalars up in lower case.
  for (const name of Object.keys(BRAND_IMPORTS)) {
    Object.assign(dialect.adapter.scalars, { [name.toLowerCase()]: new IdentifierNode(name) })
  }
  try {
    const text = await generate({
      db,
      dialect,
      outFile: null,
      excludePattern: '*.kysely_*',
      typeOnlyImports: true,
      typeMapping: { int8: 'number' },
      customImports: BRAND_IMPORTS,
      postprocess: ({ metadata }) => {
        for (const table of metadata.tables) {
          for (const column of table.columns) {
            const brand = brandOf(table.name, column.name)
            if (brand !== undefined) Object.assign(column, { dataType: brand })
          }
        }
        return Promise.resolve(metadata)
      },
    })
    return await format(text, {
      parser: 'typescript',
      semi: false,
      singleQuote: true,
      printWidth: 100,
    })
  } finally {
    await db.destroy()
  }
}

if (import.meta.main) {
  await fs.writeFile(TYPES_FILE, await generateTypes(readMigrateEnv().DATABASE_OWNER_URL))
  process.stdout.write(`wrote ${TYPES_FILE}\n`)
}
