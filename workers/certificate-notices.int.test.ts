/** S18: the admins of a tenant are warned of a certificate that ends, 30 days before, once, and of the last one only. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { createDatabase, type Database } from '#db/client.ts'
import { createKeyring } from '#db/secrets.ts'
import { createTestDatabase, type TestDatabase } from '#db/testing/database.ts'
import { A_DAY, createSigningKey } from '#web/auth/saml/testing/identity-provider.ts'
import { readMails } from '#web/testing/account.ts'
import { addProvider } from '#web/testing/sso/providers.ts'
import { createWorld, type World } from '#web/testing/world.ts'
import { createCertificateNotices } from './certificate-notices.ts'

let database: TestDatabase
let world: World
let db: Database

beforeAll(async () => {
  database = await createTestDatabase()
  world = await createWorld(database)
  db = createDatabase({ url: database.workerUrl, name: 'test', max: 4 })
})
afterAll(async () => {
  await db.close()
  await world.close()
  await database.drop()
})
beforeEach(() =>
  world.sql.query(
    'delete from account_mails; delete from used_marks; delete from identity_providers',
  ),
)

const endsIn = (days: number): string =>
  createSigningKey(new Date(Date.now() + days * A_DAY)).certificate

const provide = (certificates: string[], state = 'active'): Promise<string> =>
  addProvider(world, world.ours, {
    ...{ kind: 'saml', issuer: 'https://login.northgate.test', certificates, state },
  })

/** One replica that has not looked yet. */
const look = (): Promise<void> =>
  createCertificateNotices({
    db,
    keyring: createKeyring(world.encryptionKeys),
    alerts: { email: null, sms: null, publicUrl: 'https://portal.test' },
  }).run()

const told = async (): Promise<string[]> =>
  (await readMails(world)).map(({ recipient }) => recipient)

it('tells every admin once, however often and by however many it is looked', async () => {
  await provide([endsIn(29)])
  const second = await world.addMember(world.ours, 'admin')
  await look()
  const admins = [world.ours.members.admin.email, second.email].toSorted()
  expect((await told()).toSorted()).toEqual(admins)
  const before = (await told()).length
  await Promise.all(Array.from({ length: 10 }, look))
  expect(await told()).toHaveLength(before)
  const [mail] = await readMails(world)
  expect(mail).toMatchObject({
    template: 'certificate-ends',
    values: {
      provider: 'Company sign-on',
      link: 'https://portal.test/t/northgate/settings/sign-on',
    },
  })
})

it.each<[string, () => Promise<string>]>([
  ['lasts longer than 30 days', () => provide([endsIn(31)])],
  ['has a successor that lasts', () => provide([endsIn(3), endsIn(300)])],
  ['has ended', () => provide([endsIn(-1)])],
  ['is of a provider that is not in use', () => provide([endsIn(3)], 'draft')],
])('says nothing of one that %s', async (_name, provideIt) => {
  await provideIt()
  await look()
  expect(await told()).toEqual([])
})

it('tells of the successor when its time comes', async () => {
  const [old, next] = [endsIn(3), endsIn(20)]
  const id = await provide([old])
  await look()
  const first = (await told()).length
  await world.sql.query('update identity_providers set certificates = $1 where id = $2', [
    JSON.stringify([old, next]),
    id,
  ])
  await look()
  expect(await told()).toHaveLength(first * 2)
})
