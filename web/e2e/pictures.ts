/**
 * `npm run pictures [-- --out FOLDER] [--only NAME]`: every page in every state, at both sizes, light and dark,
 * and the picture of the README. It brings its own stack, so what it shows is the same everywhere.
 */
import fs from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { Browser } from 'playwright-core'
import { dataDir, projectDir } from '#workers/dev/env.ts'
import { buildWeb } from '#workers/dev/web-build.ts'
import { openBrowser } from '#workers/dev/testing/open-browser.ts'
import { SCHEMES, SIZES, type Scheme, type Size } from './browser.ts'
import { enterState, PAGE_STATES } from './page-states.ts'
import { startStandaloneStack } from './stack/standalone-stack.ts'
import type { PageState } from './states/page-state.ts'
import type { Stack } from './stack/stack.ts'
import { untilLive, visit } from './visitor.ts'

const README_PICTURE = path.join(projectDir, 'web/e2e/pictures/portal.png')

const { values } = parseArgs({ options: { out: { type: 'string' }, only: { type: 'string' } } })
const out = path.resolve(values.out ?? path.join(dataDir, 'pictures'))
const log = (line: string): boolean => process.stderr.write(`${line}\n`)
const states = PAGE_STATES.filter(({ name }) => values.only === undefined || name === values.only)

await fs.mkdir(out, { recursive: true })
await buildWeb({ log })
log('Starting PostgreSQL, Temporal, sandbox, worker and web')
const stack = await startStandaloneStack(log)
const browser = await openBrowser()
let taken = 0
try {
  for (const state of states) {
    for (const size of Object.keys(SIZES) as Size[]) {
      for (const scheme of SCHEMES) await take({ browser, stack, state, size, scheme })
    }
    log(state.name)
  }
  if (values.only === undefined || values.only === 'portal') await takeReadmePicture(browser, stack)
} finally {
  await browser.close()
  await stack.close()
}
log(`${taken} pictures in ${out}`)

interface Shot {
  browser: Browser
  stack: Stack
  state: PageState
  size: Size
  scheme: Scheme
}

async function take({ browser, stack, state, size, scheme }: Shot): Promise<void> {
  const as = state.as?.(stack)
  const { page, context } = await visit(browser, stack, {
    path: 'about:blank',
    size,
    scheme,
    ...(as ? { as } : {}),
  })
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
  await enterState(page, state, stack)
  const file = path.join(out, `${state.name}-${SIZES[size].width}-${scheme}.png`)
  await page.screenshot({ path: file, animations: 'disabled' })
  await context.close()
  await state.after?.(stack)
  taken++
}

/** The list, with an order that was shipped a moment ago still marked. */
async function takeReadmePicture(browser: Browser, stack: Stack): Promise<void> {
  const { page, context } = await visit(browser, stack, {
    path: '/t/vellmar/orders?view=moving',
    as: stack.member('vellmar', 'admin'),
  })
  await untilLive(page)
  const shown = await page.locator('[data-row]').allInnerTexts()
  const packed = await stack.upstream.list({ customer: 'C-1002', status: 'packing,production' })
  const order = packed.find(
    ({ number }) => shown.indexOf(number) >= 0 && shown.indexOf(number) < 12,
  )
  if (order) {
    await stack.upstream.act(order.id, 'ship')
    await page.locator('tr.changed').first().waitFor()
  }
  await fs.mkdir(path.dirname(README_PICTURE), { recursive: true })
  // With its animations: the mark of a change is one.
  await page.screenshot({ path: README_PICTURE })
  await context.close()
  taken++
}
