/** `event-to-browser`: from the webhook's POST to the changed title on an open page in Chromium. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { openBrowser } from '../dev/testing/open-browser.ts'
import { signInByHttp } from '#web/e2e/sign-in-by-http.ts'
import { findBenchOrder } from './bench-order.ts'
import type { BenchStack } from './bench-stack.ts'
import { PAUSE_MS } from './event-to-client.ts'
import { median, quantile, type PreparedFigure } from './figure.ts'
import { startFloor } from './floor-process.ts'
import { post, signedUpdate } from './order-events.ts'

const EVENTS = 8

export async function prepareEventToBrowser(bench: BenchStack): Promise<PreparedFigure> {
  const floor = await startFloor('workers/bench/event-to-client.floor.ts', [
    bench.floorUrl,
    bench.temporalAddress,
    bench.webhookSecret,
  ])
  const order = await findBenchOrder(bench)
  const browser = await openBrowser()
  const floorPage = await browser.newPage()
  await floorPage.goto(floor.url)
  const context = await browser.newContext()
  const cookie = await signInByHttp(bench.webUrl, bench.member('vellmar', 'admin'))
  const [name = '', value = ''] = cookie.split('=', 2)
  await context.addCookies([{ name, value, url: bench.webUrl }])
  const page = await context.newPage()
  await page.goto(`${bench.webUrl}/t/vellmar/orders/${await bench.readModel.orderId(order.id)}`)
  await page.getByText('Live', { exact: true }).waitFor()

  const run = async (url: string, on: Page): Promise<number> => {
    const times: number[] = []
    // The page in front is the one that is drawn at full rate.
    await on.bringToFront()
    for (let count = 0; count < EVENTS; count++) {
      order.version++
      order.title = `Version ${order.version}`
      const event = signedUpdate(order, bench.webhookSecret)
      const start = performance.now()
      await post(url, event)
      await on.waitForFunction(
        (title) => document.querySelector('h1')?.textContent.includes(title),
        order.title,
        { polling: 'raf' },
      )
      times.push(performance.now() - start)
      await sleep(PAUSE_MS)
    }
    bench.log(`  ${url}: p95 ${quantile(times, 0.95).toFixed(1)} ms`)
    return median(times)
  }
  return {
    figure: {
      name: 'event-to-browser',
      unit: 'ms',
      ours: () => run(bench.webhookUrl, page),
      floor: () => run(floor.url, floorPage),
    },
    close: async () => {
      await browser.close()
      await floor.stop()
    },
  }
}
