/**
 * The console, as an operations engineer uses it: from the health of a connection to one event, from a customer nobody
 * knows to the tenant it belongs to, and a backfill that is watched.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { axeFindings } from '#workers/dev/testing/axe.ts'
import { SIZES } from './browser.ts'
import { eventually } from './steps/eventually.ts'
import { useScene } from './scene.ts'
import { passStaffDoor } from './steps/staff-door.ts'
import type { Visitor } from './visitor.ts'
import { scrollsSideways } from './steps/soundness.ts'

const scene = useScene()

/** A customer of the order system that the stack links to no tenant. */
const STRANGER = 'C-1003'

let visitor: Visitor
let page: Page
/** Path of one that found something. */
let reconciliation = '/admin'

beforeAll(async () => {
  visitor = await scene.visit({ path: '/admin/inbox?outcome=unmapped' })
  page = visitor.page
  await passStaffDoor(page, scene.stack.staff)
  await page.getByRole('heading', { level: 1, name: 'Inbox' }).waitFor()
})

afterAll(() => visitor.context.close())

const go = async (place: string): Promise<void> => {
  await page.getByRole('navigation', { name: 'Console' }).getByRole('link', { name: place }).click()
  await page.getByRole('heading', { level: 1, name: place }).waitFor()
}

describe('the console', () => {
  it('leads back to where one was going, and shows its mark on every page', async () => {
    expect(new URL(page.url()).search).toBe('?outcome=unmapped')
    for (const place of ['Connections', 'Inbox', 'Unmapped', 'Tenants']) {
      await go(place)
      await page.getByRole('banner').getByText('Console', { exact: true }).waitFor()
      expect(await page.title()).toBe(`${place} · Console`)
    }
  })

  it('is not there for members, and the portal is not there for staff', async () => {
    const as = scene.stack.member('northgate', 'admin')
    const member = await scene.visit({ path: '/admin', as })
    await member.page.waitForURL(/\/admin\/sign-in/)
    await member.context.close()
    const portal = await visitor.context.newPage()
    await portal.goto('/t/northgate/home')
    expect(new URL(portal.url()).pathname).toBe('/sign-in')
    await portal.close()
  })

  it('tells how a connection is, and each number leads to its rows', async () => {
    await go('Connections')
    const row = page.getByRole('row').filter({ hasText: 'Orders' })
    await row.getByText('Healthy').waitFor()
    await row.getByRole('link', { name: /^Unmapped from/ }).click()
    await page.getByRole('heading', { level: 1, name: 'Inbox' }).waitFor()
    await page.getByRole('row').filter({ hasText: STRANGER }).first().waitFor()
    expect(await page.getByLabel('Verdict').inputValue()).toBe('unmapped')
  })

  it('shows an event with its masked body', async () => {
    const { placed_by: placedBy, title } = await scene.stack.upstream.place({
      customer: STRANGER,
      title: 'Spare gaskets',
    })
    await eventually(async () => {
      await page.goto('/admin/inbox')
      return page.getByRole('row').filter({ hasText: 'order.created' }).count()
    }).toBeGreaterThan(0)
    await page
      .getByRole('row')
      .filter({ hasText: 'order.created' })
      .first()
      .getByRole('link')
      .click()
    await page.getByRole('heading', { level: 1, name: 'order.created' }).waitFor()
    const body = page.getByRole('region', { name: 'Masked body of the event' })
    const text = await body.innerText()
    expect(text).toContain(title)
    expect(text).toContain('••• name')
    if (typeof placedBy === 'string') expect(text).not.toContain(placedBy)
  })

  it('links a customer to a tenant, and what waited is on its pages', async () => {
    await go('Unmapped')
    const row = page.getByRole('row').filter({ hasText: STRANGER })
    await row.getByRole('button', { name: /^Link .* to a tenant$/ }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('combobox').fill('fallow')
    await dialog.getByRole('option', { name: /Fallow Mill/ }).click()
    await dialog.getByText(/waiting records? will be applied to Fallow Mill/).waitFor()
    await dialog.getByRole('button', { name: 'Link', exact: true }).click()
    await dialog.getByText(/is linked to Fallow Mill/).waitFor()
    await dialog.getByText(/handed over and (is|are) being applied/).waitFor()
    await dialog.getByRole('button', { name: 'Done' }).click()
    await expect.poll(() => row.count(), { timeout: 15_000 }).toBe(0)
    const as = scene.stack.member('fallow', 'admin')
    const member = await scene.visit({ path: '/t/fallow/orders', as })
    // Thousands of its orders waited, and new rows of an open list wait to be asked for.
    await expect
      .poll(
        async () => {
          await member.page.goto('/t/fallow/orders?q=Spare gaskets')
          return member.page.getByRole('row').filter({ hasText: 'Spare gaskets' }).count()
        },
        { timeout: 60_000, interval: 500 },
      )
      .toBe(1)
    await member.context.close()
  })

  it('reads everything again and shows how far it is', async () => {
    await go('Connections')
    await page.getByRole('table').getByRole('link', { name: 'Orders' }).first().click()
    await page.getByRole('button', { name: 'Backfill now' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Start reading' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    const run = page.getByRole('row').filter({ hasText: 'Tomas Hrubý' }).first()
    await run.getByText('Complete').waitFor({ timeout: 60_000 })
    await page.getByRole('progressbar', { name: 'Backfill of Orders' }).waitFor()
  })

  it('asks the source at once for what changed', async () => {
    const { readModel } = scene.stack
    const orders = scene.stack.connectionId('orders')
    const lastAsked = async (): Promise<number> => {
      const [row] = await readModel.query<{ at: Date }>(
        'select last_checked_at as at from connections where id = $1',
        [orders],
      )
      return row?.at.getTime() ?? 0
    }
    const before = Date.now()
    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Poll now…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Why').fill('The order system was repaired')
    await dialog.getByRole('button', { name: 'Poll now', exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
    await expect.poll(lastAsked).toBeGreaterThan(before)
  })

  it('stops a connection with a reason, tells everybody, and lets it go on', async () => {
    const press = async (button: string, why: string) => {
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Why').fill(why)
      await dialog.getByRole('button', { name: button, exact: true }).click()
      await dialog.waitFor({ state: 'detached' })
    }
    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Pause…' }).click()
    await press('Pause', 'The order system moves house')
    await page.getByText(/^Paused by Tomas Hrubý/).waitFor()
    await go('Connections')
    const row = page.getByRole('row').filter({ hasText: 'The order system moves house' })
    await row.getByText('Paused').waitFor()
    const member = await scene.visit({
      path: '/t/northgate/orders',
      as: scene.stack.member('northgate', 'admin'),
    })
    await member.page.getByText(/The order system is paused on our side/).waitFor()
    await member.context.close()
    await row.getByRole('link', { name: 'Orders' }).first().click()
    await page.getByRole('button', { name: 'Resume' }).click()
    await press('Resume', 'It has moved')
    await page.getByRole('button', { name: 'Backfill now' }).waitFor()
  })

  it('finds what is not as the source has it, shows the difference, and has it repaired', async () => {
    const { readModel } = scene.stack
    const [damaged] = await readModel.query<{ id: string; title: string }>(
      `update orders o set title = 'Not what was ordered', content_hash = sha256('damaged')
       from (select id, title from orders where deleted_at is null and tenant_id = $1 limit 1) as held
       where o.id = held.id returning o.id, held.title`,
      [scene.stack.tenantId('northgate')],
    )
    await page.goto(`/admin/connections/${scene.stack.connectionId('orders')}`)
    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Reconcile…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('What').selectOption('Orders')
    await dialog.getByLabel('Whose').selectOption('One tenant')
    await dialog.getByLabel('Why').fill('A customer says that a title is wrong')
    const start = dialog.getByRole('button', { name: 'Reconcile', exact: true })
    await start.click()
    // Nobody was chosen, which does not mean everybody.
    const tenant = dialog.locator('input[name=tenant]')
    expect(await tenant.evaluate((field: HTMLInputElement) => field.validationMessage)).toBe(
      'Choose a tenant.',
    )
    await dialog.getByRole('option', { name: /Northgate/ }).click()
    await start.click()
    await dialog.waitFor({ state: 'detached' })
    const run = page.getByRole('row').filter({ hasText: 'Reconcile, Northgate' })
    await run.getByText('1 difference').waitFor()
    await run.getByRole('link', { name: 'Orders' }).click()

    await page.getByRole('heading', { level: 1, name: 'Reconcile orders' }).waitFor()
    reconciliation = new URL(page.url()).pathname
    const row = page.getByRole('row').filter({ hasText: 'Not what was ordered' })
    await row.getByText(damaged?.title ?? '', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Repair' }).click()
    await dialog.getByRole('button', { name: 'Repair', exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByText(/^Tomas Hrubý had the source asked/).waitFor()
    expect(await page.getByRole('button', { name: 'Repair' }).count()).toBe(0)
    const right = 'select from orders where id = $1 and title = $2'
    await expect.poll(() => readModel.query(right, [damaged?.id, damaged?.title])).toHaveLength(1)
  })

  it('tries a quarantined event again, where it stands, and all of a connection from its list', async () => {
    const { readModel } = scene.stack
    const setAside = async (count: number): Promise<string[]> => {
      const rows = await readModel.query<{ id: string }>(
        `update inbox set state = 'quarantined', verdict = 'quarantined', attempts = 3, finished_at = now(),
           reason = 'crashed the worker three times'
         where id in (select id from inbox where state = 'done' and kind = 'order' and tenant_id is not null
           order by id desc limit $1)
         returning id`,
        [count],
      )
      return rows.map(({ id }) => id)
    }
    const [id = ''] = await setAside(1)
    await page.goto(`/admin/inbox/${id}`)
    await page.getByText('crashed the worker three times').waitFor()
    const dialog = page.getByRole('dialog')
    await page.getByRole('button', { name: 'Dry run' }).click()
    await dialog.getByRole('button', { name: 'Compare' }).click()
    await page.getByText('Records of the chosen events only').waitFor()
    await page.getByText('What is here is what the source has.').waitFor()
    await page.goBack()
    await page.getByRole('button', { name: 'Try again' }).click()
    await dialog.getByRole('button', { name: 'Try again', exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByText('crashed the worker three times').waitFor({ state: 'detached' })

    const left = await setAside(2)
    const inbox = `/admin/inbox?connection=${scene.stack.connectionId('orders')}&outcome=quarantined&received=day`
    await page.goto(inbox)
    await page.getByRole('button', { name: 'Try all again' }).click()
    await dialog.getByText('Those that the filters of the list leave').waitFor()
    await dialog.getByRole('button', { name: 'Try again', exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
    await expect
      .poll(() =>
        readModel.query(`select from inbox where id = any($1) and state = 'done'`, [left]),
      )
      .toHaveLength(2)
    await page.goto(inbox)
    expect(await page.getByRole('button', { name: 'Try all again' }).count()).toBe(0)
  })

  it('gives axe and the policy nothing to object to, at either size, and never scrolls sideways', async () => {
    const found: string[] = []
    const connection = await linkOf('/admin', 'table a.row-link')
    const event = await linkOf('/admin/inbox', 'table a.row-link')
    for (const path of [
      '/admin',
      connection,
      '/admin/inbox',
      event,
      '/admin/unmapped',
      '/admin/tenants',
      reconciliation,
    ]) {
      for (const [size, viewport] of Object.entries(SIZES)) {
        await page.setViewportSize(viewport)
        await page.goto(path)
        await page.getByRole('heading', { level: 1 }).waitFor()
        for (const finding of await axeFindings(page)) found.push(`${path} ${size}: ${finding}`)
        if (await scrollsSideways(page)) found.push(`${path} ${size}: scrolls sideways`)
      }
    }
    expect([...found, ...visitor.faults.take()]).toEqual([])
    await page.setViewportSize(SIZES.desktop)
  })

  it('is left by signing out', async () => {
    await page.getByRole('button', { name: /account of Tomas/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByText('You are signed out.').waitFor()
    await page.goto('/admin/tenants')
    await page.getByRole('heading', { level: 1, name: 'Sign in to the console' }).waitFor()
  })
})

async function linkOf(path: string, link: string): Promise<string> {
  await page.goto(path)
  return (await page.locator(link).first().getAttribute('href')) ?? path
}
