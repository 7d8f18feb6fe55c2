/** A person's own account in the browser: factors, passkeys, a lost password, sessions elsewhere, and the end of one. */
import { describe, expect, it } from 'vitest'
import { totpCodeAt } from '../auth/factors/totp.ts'
import { arrive, setUpApp, signIn } from './steps/door.ts'
import { mailAbout } from './steps/outbox.ts'
import { expectSound, TWO_LOOKS } from './steps/soundness.ts'
import { useScene } from './scene.ts'
import { untilLive } from './visitor.ts'

const scene = useScene({ host: 'localhost' })

describe('a second factor', () => {
  it('is set up, asked for at the door, and stood in for by a recovery code once', async () => {
    const member = scene.stack.member('northgate', 'admin')
    const { page, context } = await scene.visit({ path: '/sign-in?next=/account/security' })
    await signIn(page, member)
    await arrive(page, '/account/security')
    await expectSound(page, TWO_LOOKS)
    const { secret, codes } = await setUpApp(page)
    expect(codes).toHaveLength(10)
    await context.clearCookies()
    await page.goto('/sign-in?next=/t/northgate/home')
    await signIn(page, member)
    await arrive(page, '/sign-in/step')
    await expectSound(page, TWO_LOOKS)
    await page.getByLabel('Code from your app').fill('000000')
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.getByText('That is not right').waitFor()
    await page.getByLabel('Code from your app').fill(totpCodeAt(secret, Date.now()))
    await page.getByRole('button', { name: 'Go on' }).click()
    await arrive(page, '/t/northgate/home')
    await untilLive(page)
    await context.clearCookies()
    await page.goto('/sign-in?next=/t/northgate/home')
    await signIn(page, member)
    await page.getByRole('link', { name: 'Use a recovery code' }).click()
    await page.getByLabel('Recovery code').fill(codes[0] ?? '')
    await page.getByRole('button', { name: 'Go on' }).click()
    await arrive(page, '/t/northgate/home')
    await page.goto('/account/security')
    await page.getByText('Nine codes are left.').waitFor()
    await context.close()
  })

  it('is set up at the gate of a company that asks for one, and leads on', async () => {
    const member = scene.stack.member('fallow', 'admin')
    await scene.stack.readModel.query(`update tenants set require_mfa = true where slug = 'fallow'`)
    const { page, context } = await scene.visit({ path: '/sign-in?next=/t/fallow/home' })
    await signIn(page, member)
    await arrive(page, '/gate')
    await expectSound(page, TWO_LOOKS)
    await setUpApp(page)
    await page.getByRole('link', { name: 'Go on to Fallow Mill' }).click()
    await arrive(page, '/t/fallow/home')
    await untilLive(page)
    await context.close()
  })
})

describe('a passkey', () => {
  it('is added with a name, signs in alone, and is removed', async () => {
    const member = scene.stack.member('vellmar', 'billing')
    const { page, context } = await scene.visit({ path: '/sign-in?next=/account/security' })
    const cdp = await context.newCDPSession(page)
    await cdp.send('WebAuthn.enable')
    await cdp.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true },
        ...{ hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
      },
    })
    await signIn(page, member)
    await arrive(page, '/account/security')
    await page.getByRole('textbox', { name: 'Name of the passkey' }).last().fill('Test laptop')
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await page.getByText('The passkey is added.').waitFor()
    await expectSound(page, TWO_LOOKS)
    await context.clearCookies()
    await page.goto('/sign-in?next=/t/vellmar/invoices')
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await arrive(page, '/t/vellmar/invoices')
    await page.goto('/account/security')
    await page.getByRole('button', { name: 'Remove Test laptop' }).click()
    await page.getByText('You have no passkey yet.').waitFor()
    await context.close()
  })
})

describe('a lost password', () => {
  it('is replaced by the link of a mail', async () => {
    const member = scene.stack.member('vellmar', 'project')
    const { page, context } = await scene.visit({ path: '/sign-in' })
    await page.getByRole('link', { name: 'Forgot password?' }).click()
    await arrive(page, '/forgot-password')
    await page.getByRole('heading', { name: 'Choose a new password' }).waitFor()
    await page.getByLabel('Work e-mail').fill(member.email)
    await expectSound(page, TWO_LOOKS)
    await page.getByRole('button', { name: 'Send the link' }).click()
    await page.getByText('The link works for an hour.').waitFor()
    const text = await mailAbout(scene.stack, 'Choose a new password')
    const link = /http\S+/.exec(text)?.[0] ?? ''
    await page.goto(link)
    await page.getByLabel('New password').fill('password')
    await page.getByRole('button', { name: 'Change the password' }).click()
    await page.getByText('everybody tries first').waitFor()
    await expectSound(page, TWO_LOOKS)
    await page.getByLabel('New password').fill('a fine new steam valve')
    await page.getByRole('button', { name: 'Change the password' }).click()
    await page.getByText('Your password is changed').waitFor()
    await signIn(page, { email: member.email, password: 'a fine new steam valve' })
    await arrive(page, '/t/vellmar/home')
    await page.goto(link)
    await page.getByText('This link no longer works').first().waitFor()
    await context.close()
  })
})

describe('a session', () => {
  it('is ended from another browser, and its page is led to the door', async () => {
    const member = scene.stack.member('northgate', 'project')
    const first = await scene.visit({ path: '/sign-in?next=/t/northgate/orders' })
    await signIn(first.page, member)
    await arrive(first.page, '/t/northgate/orders')
    await untilLive(first.page)
    const second = await scene.visit({ path: '/sign-in?next=/account/sessions' })
    await signIn(second.page, member)
    await arrive(second.page, '/account/sessions')
    await expectSound(second.page, TWO_LOOKS)
    await second.page
      .getByRole('button', { name: /^End Chrome on/ })
      .first()
      .click()
    const ended = Date.now()
    await second.page.getByText('One session has ended.').waitFor()
    await first.page.getByText('Your session has ended.').waitFor()
    expect(Date.now() - ended).toBeLessThan(5_000)
    await first.context.close()
    await second.context.close()
  })

  it('asks before it ends, and what was typed is still there after signing in again', async () => {
    const member = scene.stack.member('northgate', 'billing')
    const { page, context } = await scene.visit({ path: '/sign-in' })
    await page.clock.install()
    await signIn(page, member)
    await arrive(page, '/t/northgate/home')
    await page.goto('/account')
    await page.getByLabel('Name', { exact: true }).fill('Typed and not saved')
    const idleFor = (seconds: number) =>
      scene.stack.readModel.query(
        `update sessions set seen_at = now() - make_interval(secs => ${seconds})
         where person_id = (select id from people where email = $1)`,
        [member.email],
      )
    await idleFor(29 * 60 + 5)
    await page.clock.fastForward(29 * 60_000)
    await page.getByRole('dialog', { name: 'Are you still there?' }).waitFor()
    await expectSound(page, TWO_LOOKS)
    await page.getByRole('button', { name: 'Stay signed in' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await idleFor(29 * 60 + 5)
    await page.clock.fastForward(29 * 60_000 + 2_000)
    await page.getByRole('dialog', { name: 'Are you still there?' }).waitFor()
    await idleFor(31 * 60)
    await page.clock.fastForward(60_000)
    await page.getByRole('dialog', { name: 'You are signed out' }).waitFor()
    await expectSound(page, TWO_LOOKS)
    const [again] = await Promise.all([
      context.waitForEvent('page'),
      page.getByRole('link', { name: 'Sign in again' }).click(),
    ])
    await signIn(again, member)
    await again.waitForURL((url) => url.pathname.endsWith('/home'))
    await page.bringToFront()
    await page.getByRole('button', { name: 'I have signed in' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Typed and not saved')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved.').waitFor()
    await context.close()
  })
})
