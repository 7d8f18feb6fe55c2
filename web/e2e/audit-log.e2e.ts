/** The audit log as a customer's admin uses it: read, filtered, opened, downloaded; and nothing of it for others. */
import fs from 'node:fs/promises'
import { beforeAll, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { eventually } from './steps/eventually.ts'
import { useScene } from './scene.ts'
import { tellActs } from './states/audit.ts'
import { untilLive } from './visitor.ts'
import { expectSound } from './steps/soundness.ts'

const scene = useScene()
const LOG = '/t/vellmar/settings/audit'

beforeAll(() => tellActs(scene.stack))

async function open(path: string): Promise<Page> {
  const { page } = await scene.visit({ path, as: scene.stack.member('vellmar', 'admin') })
  await page.getByRole('heading', { name: 'Audit log', level: 1 }).waitFor()
  await untilLive(page)
  return page
}

const sentences = (page: Page): Promise<string[]> =>
  page.locator('summary[data-row] > span > span:first-child').allInnerTexts()

const SARAH = /^Sarah Lindqvist updated the billing address on \d+ \w+$/

it('says who did what and when, marks staff, and leaves what systems did to a view of its own', async () => {
  const page = await open(LOG)
  const people = await sentences(page)
  expect(people.filter((sentence) => SARAH.test(sentence))).toHaveLength(1)
  expect(
    people.some((sentence) => /^Priya Raman of .+ connected customer C-1002/.test(sentence)),
  ).toBe(true)
  expect(people.some((sentence) => sentence.includes('Order system'))).toBe(false)
  expect(people.some((sentence) => /signed in on/.test(sentence))).toBe(true)
  await page.getByRole('link', { name: 'Connected systems' }).click()
  await page.waitForURL('**/audit?view=systems')
  await eventually(() => sentences(page)).toContainEqual(
    expect.stringMatching(/^Order system updated the state and delivery date of order SO-20418 on/),
  )
})

it('is filtered and searched on the server, keeps it all in the URL, and goes back step by step', async () => {
  const page = await open(LOG)
  const all = await sentences(page)
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('button', { name: 'Area' }).click()
  await page.getByRole('checkbox', { name: 'Billing' }).click()
  await page.waitForURL('**/audit?module=billing')
  await page.keyboard.press('Escape')
  await eventually(async () => (await sentences(page)).length).toBe(2)
  await page.getByRole('searchbox', { name: 'Search the audit log' }).fill('updated')
  await page.waitForURL((url) => url.searchParams.get('q') === 'updated')
  await eventually(() => sentences(page)).toEqual([expect.stringMatching(SARAH)])
  await page.reload()
  expect(await sentences(page)).toEqual([expect.stringMatching(SARAH)])
  await page.goBack()
  await page.waitForURL(`**${LOG}`)
  await eventually(() => sentences(page)).toEqual(all)
})

it('shows before and after, when exactly and from where, by mouse and by keyboard', async () => {
  const page = await open(`${LOG}?q=lindqvist`)
  const entry = page.getByRole('listitem').filter({ hasText: 'Sarah Lindqvist' })
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  for (const fact of [
    'Street A 12',
    'Street B 7',
    'Utrecht',
    'Delft',
    '203.0.113.7',
    'Chrome, Windows',
  ]) {
    await entry.getByText(fact).last().waitFor()
  }
  await entry.locator('summary').click()
  await entry.getByText('Delft').waitFor({ state: 'hidden' })
})

it('downloads what is shown, and tells of it', async () => {
  const page = await open(`${LOG}?module=billing`)
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'CSV' }).click(),
  ])
  const lines = (await fs.readFile(await file.path(), 'utf8')).trim().split('\r\n')
  expect(lines).toHaveLength(1 + 2)
  expect(lines.join('\n')).toContain('Street A 12 → Street B 7')
  await page.goto(`${LOG}?kind=read`)
  await eventually(() => sentences(page)).toContainEqual(
    expect.stringContaining('downloaded the audit log as CSV'),
  )
})

it('is not there for a member of projects: no tab, no file, and the page is as any that does not exist', async () => {
  const as = scene.stack.member('vellmar', 'project')
  const { page } = await scene.visit({ path: '/t/vellmar/home', as })
  await untilLive(page)
  expect(await page.getByRole('link', { name: /Settings|Audit log/ }).count()).toBe(0)
  const [hidden, unknown] = [await page.goto(LOG), await page.goto('/t/vellmar/no-such-page')]
  expect([hidden?.status(), unknown?.status()]).toEqual([404, 404])
  const csv = await page.request.get(`${scene.stack.webUrl}/t/vellmar/audit.csv`)
  expect(csv.status()).toBe(404)
})

it('axe finds nothing, opened and closed, at both sizes, light and dark', async () => {
  const page = await open(`${LOG}?view=all&size=25`)
  await page.locator('summary').first().click()
  await expectSound(page)
})
