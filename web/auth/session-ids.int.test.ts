/** N07, N09: what a session id is worth: not guessed, not read out of the database, not made out of another one. */
import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { CLASSIFICATION } from '#db/classification.ts'
import { createDatabase } from '#db/client.ts'
import { createBrowser } from '../testing/browser.ts'
import { openWeb } from '../testing/open-web.ts'

const { database, world, web } = await openWeb()

async function newSession(): Promise<string> {
  const browser = createBrowser(web.url)
  await browser.signIn(world.ours.members.admin.email)
  const id = /portside-\d+=([\w-]{43})/.exec(browser.cookie())?.[1]
  if (id === undefined) throw new Error('no session was started')
  return id
}

it('is not met by a hundred thousand guesses', { timeout: 60_000 }, async () => {
  const db = createDatabase({ url: database.appUrl, name: 'test-guess', max: 1 })
  const { rows } = await db.pool.query<{ tried: number; hits: number }>(
    `select count(*) as tried, count(found.person_id) as hits
     from generate_series(1, 100000) as n
     left join lateral app.authenticate(sha256((gen_random_uuid()::text || n)::bytea), 'northgate', false) as found
       on true`,
  )
  await db.close()
  expect(rows).toEqual([{ tried: 100_000, hits: 0 }])
})

it('is nowhere in the database, in no writing', async () => {
  const id = await newSession()
  const bytes = Buffer.from(id, 'base64url')
  expect(bytes).toHaveLength(32)
  const forms = [
    id,
    bytes.toString('hex'),
    bytes.toString('base64'),
    Buffer.from(id).toString('hex'),
  ]
  for (const table of Object.keys(CLASSIFICATION)) {
    const { rows } = await world.sql.query<{ hits: number }>(
      `select count(*)::int as hits from ${table} r where exists (
         select from unnest($1::text[]) as form where strpos(r::text, form) > 0)`,
      [forms],
    )
    expect([table, rows[0]?.hits]).toEqual([table, 0])
  }
})

it('that was altered anywhere, cut, doubled or made longer is nobody', async () => {
  const id = await newSession()
  const bytes = Buffer.from(id, 'base64url')
  const flipped = Array.from({ length: bytes.length * 8 }, (_, bit) => {
    const copy = Buffer.from(bytes)
    copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    return copy.toString('base64url')
  })
  const altered = [
    ...flipped,
    ...[
      id.slice(0, -1),
      `${id}A`,
      `${id}=`,
      id + id,
      id.toLowerCase(),
      `s:${id}.sig`,
      '',
      'null',
      '%00',
    ],
    ...[randomBytes(32).toString('base64url'), `${id}%0a`, bytes.toString('hex')],
  ]
  const { port } = new URL(web.url)
  const look = async (value: string): Promise<number> => {
    const headers = { cookie: `portside-${port}=${value}` }
    return (await createBrowser(web.url).query('portal.session.get', { headers })).status
  }
  for (const value of altered) expect([value, await look(value)]).toEqual([value, 401])
  expect(await look(id)).toBe(200)
  for (const name of ['portside-staff', 'portside', `__Host-portside`, `PORTSIDE-${port}`]) {
    const headers = { cookie: `${name}=${id}` }
    expect((await createBrowser(web.url).query('portal.session.get', { headers })).status).toBe(401)
  }
})
