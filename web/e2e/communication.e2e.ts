/** What is written and said with a customer appears on its open page, as text and nothing more, and only for whom it is. */
import { expect, test } from 'vitest'
import { z } from 'zod'
import { useScene } from './scene.ts'
import { CUSTOMERS } from './stack/seed.ts'
import { isSameDocument, markDocument, untilLive } from './visitor.ts'

const scene = useScene()
const company = CUSTOMERS.northgate.hubspot
const PATH = '/t/northgate/company/communication'

const people = z.object({
  objects: z
    .array(z.object({ id: z.string(), properties: z.object({ email: z.string() }) }))
    .min(1),
})

async function control(path: string, body?: object): Promise<unknown> {
  const response = await fetch(`${scene.stack.sandboxUrl}/control/hubspot/${path}`, {
    headers: { 'content-type': 'application/json' },
    ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
  })
  if (!response.ok) throw new Error(`${path} answered ${response.status}`)
  return response.json()
}

test('an e-mail appears by itself and its markup is text; what staff write to each other never does', async () => {
  const as = scene.stack.member('northgate', 'admin')
  const { page, context, faults } = await scene.visit({ path: PATH, as })
  await untilLive(page)
  await page.getByText('Yearly review: service, spare parts, next year').waitFor()
  expect(await page.getByText('They ask for the third time').count()).toBe(0)
  await markDocument(page)

  const [person] = people.parse(await control(`contacts?company=${company}`)).objects
  const mail = (subject: string, to: string) => ({
    companies: [company],
    contacts: [person?.id],
    properties: {
      hs_timestamp: new Date().toISOString(),
      hs_email_subject: subject,
      hs_email_text: 'See <img src=x onerror=alert(1)> and <b>bold</b>',
      hs_email_direction: 'EMAIL',
      hs_email_status: 'SENT',
      hs_email_from_email: 'mette@halden.example',
      hs_email_to_email: to,
    },
  })
  await control('emails', mail('Between us', 'oskar@halden.example'))
  await control('emails', mail('A word to you', person?.properties.email ?? ''))
  await page.getByText('A word to you').waitFor()
  await page.getByText('See <img src=x onerror=alert(1)> and <b>bold</b>').waitFor()
  expect(await page.getByText('Between us').count()).toBe(0)
  expect(await isSameDocument(page)).toBe(true)
  expect(faults.take()).toEqual([])
  await context.close()
})

test('for whom may not see it there is neither a tab nor a page', async () => {
  const as = scene.stack.member('northgate', 'project')
  const { page, context } = await scene.visit({ path: '/t/northgate/company', as })
  await page.getByRole('heading', { level: 1, name: 'Company' }).waitFor()
  expect(await page.getByRole('link', { name: 'Communication' }).count()).toBe(0)
  await page.goto(PATH)
  await page.getByRole('heading', { level: 1, name: /not|missing|find/i }).waitFor()
  await context.close()
})
