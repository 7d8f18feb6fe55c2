/**
 * The main job, on real traffic: the order desk ships an order, and what its customer has open changes by itself,
 * while another customer sees and receives nothing.
 */
import { describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { openStream } from '#workers/bench/sse.ts'
import { useScene } from './scene.ts'
import { signInByHttp } from './sign-in-by-http.ts'
import { isSameDocument, markDocument, untilLive, type Visitor } from './visitor.ts'

const scene = useScene()

describe('an order shipped at the order desk', () => {
  it('changes the open order page, its row and the home page of its customer, and nobody else’s', async () => {
    const { stack } = scene
    const [mine, theirs] = await Promise.all([
      stack.upstream.get({ customer: 'C-1001', status: 'packing' }),
      stack.upstream.get({ customer: 'C-1002', status: 'packing' }),
    ])
    const north = await openThree('northgate', mine.id)
    const south = await openThree('vellmar', theirs.id)
    const foreign = await openStream(`${stack.webUrl}/live?tenant=vellmar`, {
      cookie: await signInByHttp(stack.webUrl, stack.member('vellmar', 'admin')),
    })
    const before = await Promise.all(south.pages.map(readSteady))
    const asked = south.watchRequests()

    await shipAtTheDesk(mine.number)

    await inTransit(north, mine.number)
    expect(await Promise.all(north.pages.map(isSameDocument))).toEqual([true, true, true])
    expect(await Promise.all(south.pages.map(readSteady))).toEqual(before)
    expect(asked()).toEqual([])

    // Positions are in commit order: whatever was meant for the other customer would have come before its own change.
    const first = foreign.next((event) => event.type === 'change' || event.type === 'reset')
    await shipAtTheDesk(theirs.number)
    expect((await first).data).toContain(await stack.readModel.orderId(theirs.id))
    await inTransit(south, theirs.number)
    foreign.close()
    expect([...north.visitor.faults.take(), ...south.visitor.faults.take()]).toEqual([])
  })
})

interface Three {
  visitor: Visitor
  /** The order, the list, home: in one browser, so they share one stream. */
  pages: [Page, Page, Page]
  watchRequests(): () => string[]
}

async function openThree(slug: string, externalId: string): Promise<Three> {
  const { stack } = scene
  const path = `/t/${slug}/orders/${await stack.readModel.orderId(externalId)}`
  const visitor = await scene.visit({ path, as: stack.member(slug, 'admin') })
  const list = await visitor.context.newPage()
  await list.goto(`/t/${slug}/orders?view=moving`)
  const home = await visitor.context.newPage()
  await home.goto(`/t/${slug}/home`)
  const pages: Three['pages'] = [visitor.page, list, home]
  for (const page of pages) {
    await untilLive(page)
    await markDocument(page)
  }
  return {
    visitor,
    pages,
    watchRequests() {
      const seen: string[] = []
      visitor.context.on('request', (request) => {
        // How fresh the source is is asked now and then, whatever happens.
        if (!request.url().includes('portal.freshness.get')) seen.push(request.url())
      })
      return () => seen
    },
  }
}

/** In the browser, as the person at the desk would. */
async function shipAtTheDesk(number: string): Promise<void> {
  const desk = await scene.browser.newPage()
  await desk.goto(`${scene.stack.sandboxUrl}/?q=${number}`)
  await desk.getByRole('button', { name: `Ship: ${number}` }).click()
  await desk.getByRole('listitem').filter({ hasText: number }).getByText('Shipped').waitFor()
  await desk.close()
}

async function inTransit({ pages: [order, list, home] }: Three, number: string): Promise<void> {
  await order.getByText('On its way').first().waitFor()
  await list.getByRole('row').filter({ hasText: number }).getByText('In transit').waitFor()
  await home.getByRole('listitem').filter({ hasText: number }).getByText('is in transit').waitFor()
}

/** What stands on the page, without the ages that count up by themselves. */
async function readSteady(page: Page): Promise<string> {
  const text = await page.locator('main').innerText()
  return text.replaceAll(/\d+ (s|min|h) ago|just now/g, 'lately')
}
