/** Single sign-on in the browser, with the demo's own customers: a newcomer comes in, and an admin sets it up from nothing. */
import { describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { totpCodeAt } from '../auth/factors/totp.ts'
import { arrive, setUpApp, signIn } from './steps/door.ts'
import { expectSound, TWO_LOOKS } from './steps/soundness.ts'
import { eventually } from './steps/eventually.ts'
import { useScene } from './scene.ts'
import type { Visitor } from './visitor.ts'
import { untilLive } from './visitor.ts'

const scene = useScene({ host: 'localhost', demo: true })
const SETTINGS = '/t/vellmar/settings/sign-on'
const DOMAIN = 'vellmar.example'
/** For many pages, each looked at by axe, on a busy machine. */
const SLOWLY_MS = 240_000

/** From the door to the company's own sign-in page, by address alone. */
async function toProvider(email: string, path = '/sign-in'): Promise<Visitor> {
  const visitor = await scene.visit({ path })
  await visitor.page.getByLabel('Work e-mail').fill(email)
  await visitor.page.getByRole('button', { name: 'Use single sign-on' }).click()
  await visitor.page.getByRole('heading', { name: 'Company account' }).waitFor()
  return visitor
}

const pick = (page: Page, name: string): Promise<void> => page.getByRole('button', { name }).click()

async function putRecord(records: string[]): Promise<void> {
  const answer = await fetch(`${scene.stack.sandboxUrl}/control/dns/${DOMAIN}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ records }),
  })
  expect(answer.status).toBe(200)
}

/** What the page answered is said where the focus or a screen reader is. */
const says = (page: Page, words: string | RegExp): Promise<void> =>
  page.getByText(words).first().waitFor()

async function tryOut(page: Page, as: string): Promise<void> {
  await page.getByRole('link', { name: 'Try it out' }).first().click()
  await pick(page, as)
  await arrive(page, SETTINGS)
  await says(page, 'It works: your identity provider signed you in.')
}

const roleOf = async (email: string): Promise<string | undefined> =>
  (
    await scene.stack.readModel.query<{ role: string }>(
      'select m.role from memberships m join people p on p.id = m.person_id where p.email = $1',
      [email],
    )
  )[0]?.role

describe('a newcomer of the demo', () => {
  it('signs in by OpenID Connect with an address alone, and is a member at once', async () => {
    const { page, context, faults } = await toProvider('lotte@northgate.example')
    await pick(page, 'Lotte Jansen')
    await arrive(page, '/t/northgate/home')
    await untilLive(page)
    expect(await roleOf('lotte@northgate.example')).toBe('project')
    expect(faults.take()).toEqual([])
    await context.close()
  })

  it('signs in by SAML, and comes out where they wanted to go', async () => {
    const { page, context, faults } = await scene.visit({ path: '/sign-in/sso' })
    await expectSound(page, TWO_LOOKS)
    await page.getByLabel('Work e-mail').fill('somebody@nowhere.example')
    await page.getByRole('button', { name: 'Continue' }).click()
    await says(page, 'No single sign-on is set up for this address.')
    await expectSound(page, TWO_LOOKS)
    await page.goto('/sign-in?next=/t/lindqvist/orders')
    await page.getByRole('button', { name: 'Use single sign-on' }).click()
    await page.getByRole('link', { name: 'Continue with Lindqvist account' }).waitFor()
    await expectSound(page, TWO_LOOKS)
    await page.getByRole('link', { name: 'Continue with Lindqvist account' }).click()
    await pick(page, 'Maja Nyberg')
    await arrive(page, '/t/lindqvist/orders')
    await untilLive(page)
    expect(faults.take()).toEqual([])
    await context.close()
  })

  it('who has an account already connects it once, and needs no password from then on', async () => {
    const { page, context } = await toProvider('amara@northgate.example')
    await pick(page, 'Amara Osei')
    await arrive(page, '/sign-in/link')
    await expectSound(page, TWO_LOOKS)
    await page.getByLabel('Password of that account').fill('not the password')
    await page.getByRole('button', { name: 'Connect and sign in' }).click()
    await says(page, 'This is not the password of that account.')
    const { password } = scene.stack.member('northgate', 'admin')
    await page.getByLabel('Password of that account').fill(password)
    await page.getByRole('button', { name: 'Connect and sign in' }).click()
    await arrive(page, '/t/northgate/home')
    await context.clearCookies()
    const again = await toProvider('amara@northgate.example')
    await pick(again.page, 'Amara Osei')
    await arrive(again.page, '/t/northgate/home')
    await context.close()
    await again.context.close()
  })

  it('of another company than the provider vouches for is told what helps', async () => {
    const { page, context } = await toProvider('lotte@northgate.example')
    await pick(page, 'Maja Nyberg')
    await says(page, 'did not name an address that belongs to your company')
    await expectSound(page, TWO_LOOKS)
    await context.close()
  })
})

describe('an admin of a company without single sign-on', () => {
  const ines = () => scene.stack.member('vellmar', 'admin')
  let secret = ''

  it(
    'sets it up by OpenID Connect from the portal alone',
    async () => {
      const { page, context, faults } = await scene.visit({ path: SETTINGS, as: ines() })
      await page.getByRole('heading', { name: 'Single sign-on', level: 1 }).waitFor()
      await expectSound(page, TWO_LOOKS)
      await page.getByText('Add by OpenID Connect').click()
      await page.getByLabel('Name for your people').locator('visible=true').fill('Vellmar account')
      await page.getByLabel('Issuer address').fill(`${scene.stack.sandboxUrl}/oidc/wrong`)
      await page.getByLabel('Client ID').fill('portside')
      await page.getByLabel('Client secret').fill('sandbox-client-secret')
      await page.getByLabel('How old a sign-in at the provider may be').selectOption('8 hours')
      await page
        .getByLabel('Role of new members')
        .locator('visible=true')
        .selectOption({ label: 'Project' })
      await expectSound(page, TWO_LOOKS)
      await page
        .getByRole('button', { name: 'Save and look at it' })
        .locator('visible=true')
        .click()
      await says(page, 'The address does not answer as an identity provider does.')
      await expectSound(page, TWO_LOOKS)
      expect(await page.getByLabel('Client ID').inputValue()).toBe('portside')
      await page.getByLabel('Issuer address').fill(`${scene.stack.sandboxUrl}/oidc`)
      await page
        .getByRole('button', { name: 'Save and look at it' })
        .locator('visible=true')
        .click()
      await page.getByRole('heading', { name: 'Vellmar account' }).waitFor()
      await expectSound(page, TWO_LOOKS)

      await page.getByLabel('Domain', { exact: true }).fill(DOMAIN)
      await page.getByRole('button', { name: 'Add domain' }).click()
      await says(page, `TXT record for ${DOMAIN}`)
      await page.getByRole('button', { name: 'Check now' }).click()
      await says(page, 'The TXT record was not found.')
      await expectSound(page, TWO_LOOKS)
      await putRecord([
        'v=spf1 -all',
        await page.locator('code', { hasText: 'portside-domain' }).innerText(),
      ])
      await page.getByRole('button', { name: 'Check now' }).click()
      await says(page, 'Proven')

      await tryOut(page, 'Ines Keller')
      await page.getByRole('button', { name: 'Put into use' }).click()
      await says(page, 'In use')
      await expectSound(page, TWO_LOOKS)
      expect(faults.take()).toEqual([])
      await context.close()
    },
    SLOWLY_MS,
  )

  it('has a colleague come in by it, just in time and with the role that newcomers get', async () => {
    const { page, context } = await toProvider('tomas@vellmar.example')
    await pick(page, 'Tomas Brandt')
    await arrive(page, '/t/vellmar/home')
    await untilLive(page)
    expect(await roleOf('tomas@vellmar.example')).toBe('project')
    await context.close()
  })

  it(
    'makes it the only way, and comes in with password and second factor all the same',
    async () => {
      const { page, context } = await scene.visit({ path: SETTINGS, as: ines() })
      await page
        .getByLabel('Who may come in with a password')
        .selectOption({ label: 'Ines Keller' })
      await page.getByRole('button', { name: 'Let everybody sign in this way only' }).click()
      await arrive(page, '/gate')
      ;({ secret } = await setUpApp(page))
      await page.getByRole('link', { name: 'Go on to Vellmar Dairy' }).click()
      await arrive(page, SETTINGS)
      await says(page, 'Ines Keller may also come in with password and second factor.')
      await expectSound(page, TWO_LOOKS)
      await context.close()

      const jonas = await scene.visit({ path: '/sign-in?next=/t/vellmar/orders' })
      await signIn(jonas.page, scene.stack.member('vellmar', 'project'))
      await arrive(jonas.page, '/gate')
      await says(jonas.page, 'Vellmar Dairy has its people sign in through its own single sign-on.')
      await expectSound(jonas.page, TWO_LOOKS)
      await jonas.page.getByRole('link', { name: 'Continue with single sign-on' }).click()
      await jonas.page.getByRole('heading', { name: 'Company account' }).waitFor()
      await jonas.context.close()

      const again = await scene.visit({ path: `/sign-in?next=${SETTINGS}` })
      await signIn(again.page, ines())
      await arrive(again.page, '/sign-in/step')
      await again.page.getByLabel('Code from your app').fill(totpCodeAt(secret, Date.now()))
      await again.page.getByRole('button', { name: 'Go on' }).click()
      await arrive(again.page, SETTINGS)
      await again.context.close()
    },
    SLOWLY_MS,
  )

  it(
    'moves everybody to SAML by its metadata, first as a file and later by its address',
    async () => {
      const { page, context } = await scene.visit({ path: `/sign-in?next=${SETTINGS}` })
      await signIn(page, ines())
      await arrive(page, '/sign-in/step')
      await page.getByLabel('Code from your app').fill(totpCodeAt(secret, Date.now() + 30_000))
      await page.getByRole('button', { name: 'Go on' }).click()
      await arrive(page, SETTINGS)
      await page.getByRole('button', { name: 'Allow passwords again' }).click()
      await page.getByRole('button', { name: 'Let everybody sign in this way only' }).waitFor()
      await page.getByRole('button', { name: 'Switch off' }).click()
      await says(page, 'Switched off')

      const metadata = await (await fetch(`${scene.stack.sandboxUrl}/saml/metadata`)).text()
      await page.getByText('Add by SAML 2.0').click()
      await page
        .getByLabel('Name for your people')
        .locator('visible=true')
        .fill('Vellmar directory')
      await page.getByLabel('Or the metadata itself').locator('visible=true').fill(metadata)
      await expectSound(page, TWO_LOOKS)
      await page
        .getByRole('button', { name: 'Save and look at it' })
        .locator('visible=true')
        .click()
      const saml = page.getByRole('article').filter({ hasText: 'Vellmar directory' })
      await saml.getByText(/^Certificate until/).waitFor()
      await saml.getByText('Change', { exact: true }).click()
      await saml.getByLabel('Metadata address').fill(`${scene.stack.sandboxUrl}/saml/metadata`)
      await saml.getByRole('button', { name: 'Save and look at it' }).click()
      await says(page, 'Done.')
      await saml.getByRole('link', { name: 'Try it out' }).click()
      await pick(page, 'Ines Keller')
      await says(page, 'It works: your identity provider signed you in.')
      await saml.getByRole('button', { name: 'Put into use' }).click()
      await saml.getByText('In use').waitFor()

      const nora = await toProvider('nora@vellmar.example')
      await says(nora.page, 'SAML 2.0')
      await pick(nora.page, 'Nora Beck')
      await arrive(nora.page, '/t/vellmar/home')
      expect(await roleOf('nora@vellmar.example')).toBe('requester')
      await page
        .getByLabel('Who may come in with a password')
        .selectOption({ label: 'Ines Keller' })
      await page.getByRole('button', { name: 'Let everybody sign in this way only' }).click()
      await says(page, 'Ines Keller may also come in with password and second factor.')
      await saml.getByRole('link', { name: 'Try it out' }).focus()
      await eventually(() => page.evaluate(() => document.activeElement?.textContent)).toBe(
        'Try it out',
      )
      const jonas = await scene.visit({ path: '/sign-in?next=/t/vellmar/orders' })
      await signIn(jonas.page, scene.stack.member('vellmar', 'project'))
      await arrive(jonas.page, '/gate')
      for (const each of [nora, jonas, { context }]) await each.context.close()
    },
    SLOWLY_MS,
  )
})
