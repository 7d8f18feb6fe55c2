/**
 * Rotation of ENCRYPTION_KEYS: moves every secret of a database under the current key, while everybody reads them. A
 * row is written only where it still holds what was read, so what others store meanwhile is never undone.
 */
import type pg from 'pg'
import { newId } from '#workflows/contracts/ids.ts'
import { AppError } from '#workflows/contracts/errors.ts'
import { rewrap, type Keyring } from '../secrets.ts'
import { SEALED_COLUMNS, type SealedColumn } from './columns.ts'

/** Rows of one statement. */
const BATCH = 500

/** Secrets of a key, by its id. */
export type SecretsByKey = ReadonlyMap<string, number>

export interface Rewrapped {
  moved: number
  /** What does not open, each in a sentence without values; it stays as it is. */
  broken: string[]
}

/** As a list of texts, whether the column holds one or several. */
const textsOf = ({ column, isList }: SealedColumn): string =>
  isList ? `array(select jsonb_array_elements_text(${column}))` : `array[${column}]`

const keyOf = (text: string): string => `split_part(${text}, '.', 2)`

/** @param client of a role that passes by row security */
export async function countByKey(client: pg.Client): Promise<SecretsByKey> {
  const each = SEALED_COLUMNS.map(
    (place) => `select unnest(${textsOf(place)}) as text from ${place.table}
      where ${place.column} is not null`,
  )
  const { rows } = await client.query<{ key: string; count: number }>(
    `select ${keyOf('text')} as key, count(*)::int as count from (${each.join(' union all ')}) as held
     group by 1 order by 1`,
  )
  return new Map(rows.map(({ key, count }) => [key, count]))
}

/** Again it changes nothing. @param client of a role that passes by row security */
export async function rewrapAll(client: pg.Client, keyring: Keyring): Promise<Rewrapped> {
  const all: Rewrapped = { moved: 0, broken: [] }
  for (const place of SEALED_COLUMNS) {
    const { moved, broken } = await rewrapColumn(client, keyring, place)
    all.moved += moved
    all.broken.push(...broken)
  }
  if (all.moved > 0) {
    await client.query(
      `insert into staff_actions (id, staff_id, staff_name, command, result)
       values ($1, null, 'Command line', '{"type": "rewrapped"}', '{"type": "staff_done"}')`,
      [newId()],
    )
  }
  return all
}

interface Row {
  owner: string
  /** The column as it was read: a row is found and written by it. */
  held: string
  texts: string[]
}

async function rewrapColumn(
  client: pg.Client,
  keyring: Keyring,
  at: SealedColumn,
): Promise<Rewrapped> {
  const result: Rewrapped = { moved: 0, broken: [] }
  const left: Row[] = []
  for (;;) {
    const { rows } = await client.query<Row>(
      `select ${at.owner}::text as owner, ${at.column}::text as held, ${textsOf(at)} as texts
       from ${at.table}
       where ${at.column} is not null
         and exists (select from unnest(${textsOf(at)}) as text where ${keyOf('text')} <> $1)
         and not (${at.owner}, ${at.column}::text) in (select * from unnest($2::uuid[], $3::text[]))
       limit ${BATCH}`,
      [keyring.current, left.map(({ owner }) => owner), left.map(({ held }) => held)],
    )
    if (rows.length === 0) return result
    for (const row of rows) {
      try {
        result.moved += await rewrapRow(client, { at, row, keyring })
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        result.broken.push(error.message)
        left.push(row)
      }
    }
  }
}

/** @returns how many secrets were moved: none where somebody has stored others meanwhile, which are looked at again */
async function rewrapRow(
  client: pg.Client,
  { at, row, keyring }: { at: SealedColumn; row: Row; keyring: Keyring },
): Promise<number> {
  const { owner, held, texts } = row
  const next = texts.map((text) => rewrap(keyring, { owner, field: at.field }, text))
  const value = at.isList ? 'to_jsonb($1::text[])' : '($1::text[])[1]'
  const { rowCount } = await client.query(
    `update ${at.table} set ${at.column} = ${value}
     where ${at.owner} = $2 and ${at.column}::text = $3`,
    [next, owner, held],
  )
  return rowCount === 0 ? 0 : next.filter((text, index) => text !== texts[index]).length
}
