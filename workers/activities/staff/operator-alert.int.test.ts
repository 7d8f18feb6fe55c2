/** Alerts to the operator, over real SMTP and Twilio's API: sent once, and honest when nobody can know. */
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  createParkedAlerts,
  createUnheardAlerts,
  listOpenAlerts,
} from '#db/system/operator-alerts.ts'
import { noteChecked, noteFailure } from '#db/system/sync-connection.ts'
import { withSystem } from '#db/system/system.ts'
import { createEmailSender } from '#integrations/messaging/email.ts'
import { createFormPost } from '#integrations/messaging/form-post.ts'
import { createSmsSender } from '#integrations/messaging/sms.ts'
import {
  startMessaging,
  type StartedMessaging,
} from '#integrations/sandbox/messaging/testing/start.ts'
import type { AlertResult } from '#workflows/contracts/console.ts'
import { createHub, type Hub } from '#workflows/testing/hub.ts'
import type { AlertChannels } from './deps.ts'
import { createSendOperatorAlert } from './send-operator-alert.ts'

const TO = { email: 'on-call@halden.example', sms: '+4915112345678' }

let hub: Hub
let messaging: StartedMessaging
let alerts: AlertChannels

beforeAll(async () => {
  messaging = await startMessaging()
  hub = await createHub({ customers: [] })
  alerts = {
    email: {
      to: TO.email,
      sender: createEmailSender({
        url: messaging.smtpUrl,
        from: 'Halden <portal@halden.example>',
        timeoutMs: 1_000,
      }),
    },
    sms: {
      to: TO.sms,
      sender: createSmsSender({
        ...messaging.twilio,
        from: '+4930123456',
        baseUrl: `${messaging.url}/twilio`,
      }),
    },
    publicUrl: 'https://portal.halden.example',
  }
})
afterAll(async () => {
  await hub.close()
  await messaging.close()
})
beforeEach(() => messaging.forget())

/** Parks the connection anew; returns the alerts this incident makes, mail first. */
async function park(): Promise<string[]> {
  return withSystem(hub.db, async (trx) => {
    await sql`update operator_alerts set state = 'failed' where state in ('pending', 'sending')`.execute(
      trx,
    )
    await noteChecked(trx, hub.connectionId)
    await noteFailure(trx, hub.connectionId, { reason: 'The key was revoked.', park: true })
    await createParkedAlerts(trx, [
      { channel: 'email', recipient: TO.email },
      { channel: 'sms', recipient: TO.sms },
    ])
    const { rows } = await sql<{ id: string }>`
      select id from operator_alerts where state = 'pending' order by channel`.execute(trx)
    return rows.map((row) => row.id)
  })
}

const send = (alertId = ''): Promise<AlertResult> =>
  createSendOperatorAlert({ ...hub.deps, alerts })({ alertId })

async function rowOf(alertId = '') {
  const { rows } = await withSystem(hub.db, (trx) =>
    sql<{ state: string; attempts: number; reason: string | null; providerId: string | null }>`
      select state, attempts, reason, provider_id as "providerId" from operator_alerts where id = ${alertId}`.execute(
      trx,
    ),
  )
  return rows[0]
}

test('a parked connection is told by mail and SMS, with the way to repair it', async () => {
  const ids = await park()
  for (const id of ids) expect(await send(id)).toEqual({ status: 'final' })
  // Once more, as after a worker that died when all was done.
  for (const id of ids) expect(await send(id)).toEqual({ status: 'final' })
  const sent = await messaging.sent()
  expect(sent.map(({ channel }) => channel).toSorted()).toEqual(['email', 'sms'])
  const mail = sent.find(({ channel }) => channel === 'email')
  expect(mail).toMatchObject({
    to: [TO.email],
    subject: 'Order system is parked: The key was revoked.',
    messageId: `<alert.${ids[0] ?? ''}@portal.halden.example>`,
  })
  const link = `https://portal.halden.example/admin/connections/${hub.connectionId}`
  expect(mail?.text).toContain(link)
  expect(sent.find(({ channel }) => channel === 'sms')?.text).toContain(link)
  expect(await withSystem(hub.db, (trx) => listOpenAlerts(trx, 10))).toEqual([])
})

test('webhooks that do not arrive are told in words of their own', async () => {
  const ids = await withSystem(hub.db, async (trx) => {
    await noteChecked(trx, hub.connectionId)
    await sql`update connections set unheard_since = '2026-11-23T10:04:05Z'`.execute(trx)
    await createUnheardAlerts(trx, [{ channel: 'email', recipient: TO.email }])
    await sql`update connections set unheard_since = null`.execute(trx)
    return listOpenAlerts(trx, 10)
  })
  for (const id of ids) await send(id)
  const [mail] = await messaging.sent()
  expect(mail?.subject).toBe('Webhooks of Order system do not arrive')
  expect(mail?.text).toContain('by\n2026-11-23 10:04 UTC polls had found')
  expect(mail?.text).toContain(
    `https://portal.halden.example/admin/connections/${hub.connectionId}`,
  )
})

test('a provider that refuses for now is asked again, one that refuses for good is not', async () => {
  const [email, sms] = await park()
  messaging.fault('POST /twilio/messages', { status: 429 })
  expect(await send(sms)).toMatchObject({ status: 'retry' })
  expect(await rowOf(sms)).toMatchObject({ state: 'pending', attempts: 1 })
  expect(await send(sms)).toEqual({ status: 'final' })
  expect(await rowOf(sms)).toMatchObject({ state: 'sent', attempts: 2 })
  messaging.fault('smtp', { status: 550 })
  expect(await send(email)).toEqual({ status: 'final' })
  expect(await rowOf(email)).toMatchObject({ state: 'failed' })
})

/** Looks until nobody looks any more. */
async function untilFinal(alertId = ''): Promise<void> {
  for (let looks = 0; looks < 5; looks++) if ((await send(alertId)).status === 'final') return
}

const asDuringSending = () =>
  withSystem(hub.db, (trx) =>
    sql`update operator_alerts set state = 'sending', attempts = 1 where state = 'pending'`.execute(
      trx,
    ),
  )

test('a send that was cut off: the mail goes again under its id, the SMS that nobody lists stays ambiguous', async () => {
  const [email, sms] = await park()
  await asDuringSending()
  await send(email)
  expect(await send(sms)).toMatchObject({ status: 'retry' })
  await untilFinal(sms)
  expect((await messaging.sent()).map(({ channel }) => channel)).toEqual(['email'])
  expect(await rowOf(email)).toMatchObject({ state: 'sent', attempts: 2 })
  expect(await rowOf(sms)).toMatchObject({ state: 'ambiguous' })
})

test('an SMS whose answer got lost is found in the list of the provider, and goes out once (R05)', async () => {
  const sender = createSmsSender({
    ...messaging.twilio,
    from: '+4930123456',
    baseUrl: `${messaging.url}/twilio`,
    post: createFormPost({ timeoutMs: 300 }),
  })
  const lossy = { ...alerts, sms: { to: TO.sms, sender } }
  const fates = ['answered', 'taken', 'cut', 'taken', 'answered', 'cut'] as const
  const ids: string[] = []
  for (const fate of fates) {
    const [, sms = ''] = await park()
    ids.push(sms)
    if (fate === 'taken')
      messaging.fault('POST /twilio/messages', { effect: 'execute_then_timeout' })
    if (fate === 'cut') messaging.fault('POST /twilio/messages', { effect: 'drop' })
    await createSendOperatorAlert({ ...hub.deps, alerts: lossy })({ alertId: sms })
    await untilFinal(sms)
  }
  const rows = await Promise.all(ids.map(rowOf))
  const expected = fates.map((fate) => (fate === 'cut' ? 'ambiguous' : 'sent'))
  expect(rows.map((row) => row?.state)).toEqual(expected)
  expect(rows.filter((row) => row?.state === 'ambiguous').map((row) => row?.reason)).toEqual(
    Array(2).fill(expect.stringContaining('lists no such message')),
  )
  // Each that was taken is there once, and each row knows which one is its own.
  const sent = await messaging.sent('?channel=sms')
  expect(sent).toHaveLength(4)
  expect(new Set(sent.map(({ text }) => text.slice(-8))).size).toBe(4)
  const known = rows.flatMap((row) => row?.providerId ?? [])
  expect(known.toSorted()).toEqual(sent.map((message) => String(message['sid'])).toSorted())
})

test('after a worker that died behind the provider, its SMS counts as sent and does not go again (R05)', async () => {
  const [, sms] = await park()
  await send(sms)
  const [taken] = await messaging.sent('?channel=sms')
  await withSystem(hub.db, (trx) =>
    sql`update operator_alerts set state = 'sending', provider_id = null, finished_at = null
        where id = ${sms}`.execute(trx),
  )
  await send(sms)
  expect(await rowOf(sms)).toMatchObject({ state: 'sent', providerId: taken?.['sid'] })
  expect(await messaging.sent('?channel=sms')).toHaveLength(1)
})
