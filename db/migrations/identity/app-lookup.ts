/** Part of 0018: a definer function for the web process, written once with its arguments. */
import type { Kysely } from 'kysely'
import { createLookup, PIN } from '../parts/lookup-function.ts'

/** @param name with the types of its arguments, @param rest from `returns` on */
export async function lookup(db: Kysely<unknown>, name: string, rest: string): Promise<void> {
  const types = name.replaceAll(/\bp_\w+ /g, '')
  const definition = `create function app.${name} ${rest}`
  await createLookup(db, {
    signature: `app.${types}`,
    definition,
    grantTo: ['portside_app'],
  })
}

export const body = (text: string, language = 'sql'): string =>
  `language ${language} ${PIN} as $$ ${text} $$`
