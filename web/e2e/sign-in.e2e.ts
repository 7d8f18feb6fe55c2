/** The door: who gets in and where to, and that the end of a session ends everything that was open with it. */
import { describe, expect, it } from 'vitest'
import type { BrowserContext, Locator } from 'playwright-core'
import { openStream } from '#workers/bench/sse.ts'
import { eventually } from './steps/eventually.ts'
import { signIn } from './steps/door.ts'
import { useScene } from './scene.ts'
import { untilLive } from './visitor.ts'

const scene = useScene()
const ENDED = 'Your session has ended. Sign in again and you are back where you were.'

describe('the door', () => {
  it('refuses a wrong password without telling whether the account exists, and keeps the address', async () => {
    const member = scene.stack.member('northgate', 'admin')
    const { page } = await scene.visit({ path: '/sign-in' })
    const refusals: string[] = []
    for (const email of [member.email, 'nobody@northgate.test']) {
      await signIn(page, { email, password: 'not-the-password' })
      const summary = page.getByRole('group', { name: 'do not match an account here' })
      await eventually(() => isFocused(summary)).toBe(true)
      expect(await page.getByLabel('Work e-mail').inputValue()).toBe(email)
      refusals.push(await page.locator('form').innerText())
    }
    expect(refusals[0]).toBe(refusals[1])
  })

  it('names both empty fields, and leads to each', async () => {
    const { page } = await scene.visit({ path: '/sign-in' })
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page
      .getByRole('group', { name: 'Two things to correct:' })
      .or(page.getByRole('group', { name: '2 things to correct:' }))
      .waitFor()
    await page.getByRole('link', { name: 'Enter your password.' }).click()
    expect(await isFocused(page.getByLabel('Password', { exact: true }))).toBe(true)
  })

  it('leads to the page that was asked for, and never to another site', async () => {
    const member = scene.stack.member('northgate', 'project')
    const { page } = await scene.visit({ path: '/t/northgate/orders?view=late' })
    await page.waitForURL(/\/sign-in\?next=/)
    await page.getByText('Then straight to your orders.').waitFor()
    await signIn(page, member)
    await page.waitForURL('**/t/northgate/orders?view=late')

    for (const next of ['//evil.example/', 'https://evil.example/', '/\\evil.example']) {
      const stranger = await scene.visit({ path: `/sign-in?next=${encodeURIComponent(next)}` })
      await signIn(stranger.page, member)
      await stranger.page.waitForURL('**/t/northgate/home')
      await stranger.context.close()
    }
  })
})

describe('a session', () => {
  it('has one stream for all tabs of a browser, and another tab takes it over', async () => {
    const { page, context } = await scene.visit({ path: '/sign-in' })
    const streams = watchStreams(context)
    await signIn(page, scene.stack.member('vellmar', 'admin'))
    await page.waitForURL('**/t/vellmar/home')
    await untilLive(page)
    const second = await context.newPage()
    await second.goto('/t/vellmar/orders')
    await untilLive(second)
    expect(streams()).toBe(1)
    await page.close()
    await eventually(streams).toBe(2)
    await untilLive(second)
  })

  it('ends with signing out: the stream closes, and the other tabs are led to the door', async () => {
    const { page, context } = await scene.visit({ path: '/sign-in' })
    await signIn(page, scene.stack.member('vellmar', 'project'))
    await page.waitForURL('**/t/vellmar/home')
    const second = await context.newPage()
    await second.goto('/t/vellmar/orders')
    await untilLive(second)
    const stream = await openStream(`${scene.stack.webUrl}/live?tenant=vellmar`, {
      cookie: await cookieHeader(context),
    })
    await page.getByRole('button', { name: /account of/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByText('You are signed out.').waitFor()
    await stream.ended
    await second.getByText(ENDED).waitFor()
    const response = await page.request.get('/t/vellmar/orders', { maxRedirects: 0 })
    expect(response.status()).toBe(302)
  })

  it('ends after its idle time although the stream was open all the time, and leads back after signing in', async () => {
    const member = scene.stack.member('northgate', 'billing')
    const { page, context } = await scene.visit({ path: '/sign-in' })
    await signIn(page, member)
    await page.waitForURL('**/t/northgate/home')
    await untilLive(page)
    const stream = await openStream(`${scene.stack.webUrl}/live?tenant=northgate`, {
      cookie: await cookieHeader(context),
    })
    await scene.stack.readModel.query(
      `update sessions set seen_at = now() - interval '31 minutes'
       where person_id = (select id from people where email = $1)`,
      [member.email],
    )
    await stream.ended
    await page.getByText(ENDED).waitFor({ timeout: 20_000 })
    await signIn(page, member)
    await page.waitForURL('**/t/northgate/home')
  })

  it('switches between the customers of a person, and shows each only its own', async () => {
    const { page, context } = await scene.visit({ path: '/sign-in' })
    await signIn(page, scene.stack.both)
    await page.waitForURL(/\/t\/(northgate|vellmar)\/home/)
    await page.goto('/t/northgate/orders')
    await page.getByRole('button', { name: /Northgate Clinics, switch customer/ }).click()
    await page.getByRole('menuitem', { name: 'Vellmar Dairy' }).click()
    await page.waitForURL('**/t/vellmar/home')
    await page.getByRole('button', { name: /Vellmar Dairy, switch customer/ }).waitFor()
    const cookie = await cookieHeader(context)
    const foreign = await fetch(`${scene.stack.webUrl}/t/fallow/home`, { headers: { cookie } })
    expect(foreign.status).toBe(404)
    // The tenant used last is where the start page leads.
    await page.goto('/')
    await page.waitForURL('**/t/vellmar/home')
  })
})

const isFocused = (locator: Locator): Promise<boolean> =>
  locator.evaluate((element) => element === document.activeElement)

/** How many streams the pages of a browser have opened so far. */
function watchStreams(context: BrowserContext): () => number {
  let opened = 0
  context.on('request', (request) => {
    if (new URL(request.url()).pathname === '/live') opened++
  })
  return () => opened
}

async function cookieHeader(context: BrowserContext): Promise<string> {
  const cookies = await context.cookies()
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
}
