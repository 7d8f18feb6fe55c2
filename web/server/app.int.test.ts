/** The whole path in its thinnest form: sign in, read, sign out. */
import { expect, it } from 'vitest'
import { createBrowser } from '../testing/browser.ts'
import { openWeb } from '../testing/open-web.ts'

const { world, web } = await openWeb()

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
