/** The whole path in its thinnest form: sign in, read, sign out. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#db/testing/database.ts'
import { createBrowser } from '../testing/browser.ts'
import { startWeb, type RunningWeb } from '../testing/start-web.ts'
import { createWorld, type World } from '../testing/world.ts'

let database: TestDatabase
let world: World
let web: RunningWeb

beforeAll(async () => {
  database = await createTestDatabase()
  world = await createWorld(database)
  web = await startWeb({ databaseUrl: database.appUrl, encryptionKeys: world.encryptionKeys })
})

afterAll(async () => {
  await web.close()
  await world.close()
  await database.drop()
})

const everything = {
  view: 'all',
  q: '',
  states: [],
  sites: [],
  placedFrom: null,
  placedTo: null,
  sort: 'changed',
  direction: 'desc',
  cursor: null,
  limit: 50,
}

it('lets a member sign in, read the orders of the own tenant, and sign out', async () => {
  const browser = createBrowser(web.url)
  expect((await browser.signIn(world.ours.members.admin.email)).status).toBe(303)
  const orders = await browser.query('portal.orders.list', { input: everything })
  expect(orders.error).toBeNull()
  expect(orders.data).toMatchObject({
    total: { count: 3, sums: [{ minor: 37035, currency: 'EUR' }] },
  })
  expect((await browser.signOut()).status).toBe(303)
  expect((await browser.query('portal.orders.list', { input: everything })).status).toBe(401)
})
