/** Mails about accounts: sent once, tried again when refused, sealed while they wait and forgotten when they are out. */
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createDatabase, type Database } from '#db/client.ts'
import { createKeyring, seal } from '#db/secrets.ts'
import { listOpenMails, queueAccountMail, type MailCondition } from '#db/system/account-mails.ts'
import { issueToken, revokeTokens } from '#db/system/single-use.ts'
import { withSystem } from '#db/system/system.ts'
import { createTestDatabase, type TestDatabase } from '#db/testing/database.ts'
import { insertTenant } from '#db/testing/rows.ts'
import { createLogger } from '#integrations/kit/logger.ts'
import type { Mail } from '#integrations/messaging/email.ts'
import type { SendResult } from '#integrations/messaging/send-result.ts'
import { ACCOUNT_MAILS } from '#workflows/contracts/account-mail.ts'
import { newId, type TenantId } from '#workflows/contracts/ids.ts'
import { createSendAccountMail } from './send-account-mail.ts'

let database: TestDatabase
let db: Database
let sql: pg.Pool
const keyring = createKeyring(`k1:${randomBytes(32).toString('base64')}`)

beforeAll(async () => {
  database = await createTestDatabase()
  db = createDatabase({ url: database.workerUrl, name: 'test', max: 4 })
  sql = new pg.Pool({ connectionString: database.superuserUrl, max: 1 })
})

afterAll(async () => {
  await sql.end()
  await db.close()
  await database.drop()
})

beforeEach(() => sql.query('delete from account_mails'))

const LINK = 'https://portal.example.com/reset-password?token=planted'

const TO = 'amara@northgate.test'

const queue = (lifetimeMs = 60_000, only: MailCondition = {}): Promise<string> =>
  withSystem(db, (trx) =>
    queueAccountMail(trx, keyring, {
      template: 'password-reset',
      to: TO,
      only,
      values: { name: 'Amara', operator: 'Halden Steam', link: LINK, minutes: '60' },
      lifetimeMs,
    }),
  )

/** A mail server that answers as told, and what it was sent. */
function createServer(answers: (SendResult | Error)[]) {
  const sent: Mail[] = []
  const send = createSendAccountMail({
    ...{ db, keyring },
    logger: createLogger('test', 'fatal'),
    mail: {
      host: 'portal.example.com',
      sender: {
        send(message) {
          sent.push(message)
          const answer = answers.shift() ?? SENT
          return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)
        },
      },
    },
  })
  return { sent, send }
}

const SENT: SendResult = { outcome: 'sent', providerId: 'q1' }
const refusal = (retryable: boolean, retryAfterMs?: number): SendResult => ({
  ...{ outcome: 'refused', reason: 'Not now.', code: '451', retryable },
  ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
})

async function rowOf(id: string) {
  const { rows } = await sql.query<{
    state: string
    sealed: string | null
    attempts: number
    reason: string | null
  }>('select state, sealed, attempts, reason from account_mails where id = $1', [id])
  return rows[0]
}

it('goes out once, and forgets what it said', async () => {
  const mailId = await queue()
  expect((await rowOf(mailId))?.sealed).not.toContain('planted')
  const { sent, send } = createServer([])
  expect(await send({ mailId })).toEqual({ status: 'final' })
  expect(await send({ mailId })).toEqual({ status: 'final' })
  expect(sent).toHaveLength(1)
  expect(sent[0]).toMatchObject({
    to: 'amara@northgate.test',
    messageId: `<account.${mailId}@portal.example.com>`,
  })
  expect(sent[0]?.text).toContain(LINK)
  expect(await rowOf(mailId)).toMatchObject({ state: 'sent', sealed: null, attempts: 1 })
})

it('is tried again when the server refuses it for now, each time a little later', async () => {
  const mailId = await queue()
  const { sent, send } = createServer([refusal(true), refusal(true), refusal(true, 700)])
  expect(await send({ mailId })).toEqual({ status: 'retry', afterMs: 5_000 })
  expect(await send({ mailId })).toEqual({ status: 'retry', afterMs: 10_000 })
  expect(await send({ mailId })).toEqual({ status: 'retry', afterMs: 700 })
  expect(await rowOf(mailId)).toMatchObject({ state: 'pending', attempts: 3 })
  expect(await send({ mailId })).toEqual({ status: 'final' })
  expect(new Set(sent.map(({ messageId }) => messageId)).size).toBe(1)
})

it('is given up when the server refuses it for good, and says why', async () => {
  const mailId = await queue()
  const { send } = createServer([refusal(false)])
  expect(await send({ mailId })).toEqual({ status: 'final' })
  expect(await rowOf(mailId)).toMatchObject({ state: 'failed', sealed: null, reason: 'Not now.' })
})

it('is not sent when nobody could use it any more', async () => {
  const mailId = await queue(-1)
  const { sent, send } = createServer([])
  expect(await send({ mailId })).toEqual({ status: 'final' })
  expect(sent).toEqual([])
  expect(await rowOf(mailId)).toMatchObject({ state: 'failed', sealed: null })
})

it('goes out again under the same Message-ID when it was cut off', async () => {
  const mailId = await queue()
  const { sent, send } = createServer([new Error('the process died')])
  await expect(send({ mailId })).rejects.toThrow('died')
  expect(await rowOf(mailId)).toMatchObject({ state: 'sending', attempts: 1 })
  // Where the sweeper finds it.
  expect(await withSystem(db, (trx) => listOpenMails(trx, 10))).toEqual([mailId])
  const unknown = createServer([{ outcome: 'unknown', reason: 'The connection broke.' }])
  expect(await unknown.send({ mailId })).toMatchObject({ status: 'retry' })
  expect(await send({ mailId })).toEqual({ status: 'final' })
  const ids = [...sent, ...unknown.sent].map(({ messageId }) => messageId)
  expect([ids.length, new Set(ids).size]).toEqual([3, 1])
})

it('waits where no mail server is configured', async () => {
  const mailId = await queue()
  const send = createSendAccountMail({
    ...{ db, keyring, logger: createLogger('test', 'fatal') },
    mail: { sender: null, host: 'localhost' },
  })
  expect(await send({ mailId })).toMatchObject({ status: 'retry' })
  expect(await rowOf(mailId)).toMatchObject({ state: 'pending' })
})

it('has words for every template, and every value finds its place', async () => {
  const { sent, send } = createServer([])
  for (const [template, names] of Object.entries(ACCOUNT_MAILS)) {
    const values = Object.fromEntries(names.map((name) => [name, `the ${name}`]))
    const mailId = await withSystem(db, (trx) =>
      queueAccountMail(trx, keyring, {
        template: template as keyof typeof ACCOUNT_MAILS,
        to: 'amara@northgate.test',
        values: values as Parameters<typeof queueAccountMail>[2]['values'],
        lifetimeMs: 60_000,
      }),
    )
    await send({ mailId })
    const said = `${sent.at(-1)?.subject ?? ''} ${sent.at(-1)?.text ?? ''}`
    for (const name of names)
      expect([template, said.includes(`the ${name}`)]).toEqual([template, true])
    expect(said).not.toContain('{{')
  }
})

describe('asked again at the moment of sending, and not sent (R29)', () => {
  let app: Database
  let owner: Database
  let tenantId: TenantId

  beforeAll(async () => {
    app = createDatabase({ url: database.appUrl, name: 'test-app', max: 1 })
    owner = createDatabase({ url: database.ownerUrl, name: 'test-owner', max: 1 })
    tenantId = await insertTenant(owner, { slug: 'northgate' })
  })
  afterAll(async () => {
    await app.close()
    await owner.close()
  })

  const subject = 'an-invitation'
  const issue = (): Promise<string> =>
    withSystem(app, (trx) =>
      issueToken(trx, { purpose: 'invitation', subject, lifetimeMs: 60_000 }),
    )

  /** Whether it went out, and what its row says then. */
  async function outcomeOf(only: MailCondition, meanwhile: () => Promise<unknown>) {
    const mailId = await queue(60_000, only)
    await meanwhile()
    const { sent, send } = createServer([])
    expect(await send({ mailId })).toEqual({ status: 'final' })
    const { state, sealed, reason } = (await rowOf(mailId)) ?? {}
    return { sent: sent.length, state, sealed, reason }
  }
  const wentOut = { sent: 1, state: 'sent', sealed: null, reason: null }
  const notSent = (why: string) => ({
    ...{ sent: 0, state: 'failed', sealed: null },
    reason: expect.stringContaining(why) as string,
  })

  it('when its link was taken back, as an invitation is when who sent it was removed', async () => {
    const token = await issue()
    expect(await outcomeOf({ token }, () => Promise.resolve())).toEqual(wentOut)
    const revoke = () => withSystem(app, (trx) => revokeTokens(trx, 'invitation', subject))
    expect(await outcomeOf({ token: await issue() }, revoke)).toEqual(notSent('taken back'))
  })

  it('when the customer was suspended, and goes out when they are back', async () => {
    const setState = (state: string) =>
      sql.query('update tenants set state = $2 where id = $1', [tenantId, state])
    expect(await outcomeOf({ tenantId }, () => setState('suspended'))).toEqual(notSent('suspended'))
    expect(await outcomeOf({ tenantId }, () => setState('active'))).toEqual(wentOut)
  })

  it('when who it is for is no admin any more', async () => {
    const id = newId<string>()
    await sql.query('insert into people (id, email, name) values ($1, $2, $3)', [id, TO, 'Amara'])
    const member = [tenantId, id]
    const join = "insert into memberships (tenant_id, person_id, role) values ($1, $2, 'admin')"
    const leave = 'delete from memberships where tenant_id = $1 and person_id = $2'
    const only = { tenantId, toAdmin: true }
    expect(await outcomeOf(only, () => sql.query(join, member))).toEqual(wentOut)
    expect(await outcomeOf(only, () => sql.query(leave, member))).toEqual(notSent('no admin'))
  })
})

it('waits sealed as an earlier version left it, and still goes out', async () => {
  const mailId = await queue()
  const values = { name: 'Amara', operator: 'Halden Steam', link: LINK, minutes: '60' }
  const sealed = seal(keyring, { owner: mailId, field: 'account_mail' }, JSON.stringify(values))
  await sql.query('update account_mails set sealed = $2 where id = $1', [mailId, sealed])
  const { sent, send } = createServer([])
  await send({ mailId })
  expect(sent[0]?.text).toContain(LINK)
})
