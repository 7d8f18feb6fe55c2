/** I07 and the order of setting up: proof before a domain counts, a try before use, use before everybody depends on it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#db/testing/database.ts'
import { startProvider, type TestProvider } from '#web/auth/oidc/testing/identity-provider.ts'
import { A_DAY, createSigningKey } from '#web/auth/saml/testing/identity-provider.ts'
import { createBrowser, type Browser } from '#web/testing/browser.ts'
import { addProvider } from '#web/testing/sso/providers.ts'
import { startWeb, type RunningWeb } from '#web/testing/start-web.ts'
import { createWorld, type World } from '#web/testing/world.ts'

let database: TestDatabase
let world: World
let web: RunningWeb
let idp: TestProvider
let ours: Browser
let theirs: Browser
const records = new Map<string, string[]>()

beforeAll(async () => {
  database = await createTestDatabase()
  world = await createWorld(database)
  idp = await startProvider()
  web = await startWeb({
    databaseUrl: database.appUrl,
    encryptionKeys: world.encryptionKeys,
    privateOrigins: [idp.issuer],
    resolveTxt: (name) => Promise.resolve(records.get(name) ?? []),
  })
  ours = createBrowser(web.url)
  await ours.signIn(world.ours.members.admin.email)
  theirs = createBrowser(web.url)
  await theirs.signIn(world.theirs.members.admin.email)
})
afterAll(async () => {
  await Promise.all([web.close(), idp.close()])
  await world.close()
  await database.drop()
})

interface View {
  domains: {
    id: string
    domain: string
    proof: string
    provenAt: string | null
    missingSince: string | null
  }[]
  providers: { id: string; name: string; state: string; certificates: { state: string }[] }[]
  isEnforced: boolean
}

const act = async (browser: Browser, name: string, input: unknown): Promise<unknown> => {
  const tenant = browser === ours ? 'northgate' : 'vellmar'
  return (await browser.mutate(`portal.signOn.${name}`, { tenant, input })).data
}
const viewOf = async (browser: Browser): Promise<View> => {
  const tenant = browser === ours ? 'northgate' : 'vellmar'
  return (await browser.query('portal.signOn.get', { tenant })).data as View
}
const domainOf = async (browser: Browser, name: string) => {
  const found = (await viewOf(browser)).domains.find(({ domain }) => domain === name)
  if (!found) throw new Error(`no domain ${name}`)
  return found
}
const refused = (why: string) => ({ type: 'refused', why })
const DONE = { type: 'done' }
const UNCHANGED = { type: 'unchanged' }
const countEntries = async (): Promise<unknown> =>
  (await world.sql.query('select count(*)::int as n from audit_entries')).rows

describe('a domain', () => {
  it('needs the whole value, is one tenant’s, and stays proven when its record goes', async () => {
    const name = 'claimed.example'
    expect(await act(ours, 'addDomain', { domain: ' Claimed.Example. ' })).toEqual(DONE)
    const mine = await domainOf(ours, name)
    expect(await act(ours, 'checkDomain', { id: mine.id })).toEqual(refused('proof_missing'))
    records.set(name, [`x${mine.proof}`, `${mine.proof}x`, mine.proof.slice(1)])
    expect(await act(ours, 'checkDomain', { id: mine.id })).toEqual(refused('proof_missing'))
    records.set(name, ['v=spf1 -all', mine.proof])
    expect(await act(ours, 'checkDomain', { id: mine.id })).toEqual(DONE)
    await act(theirs, 'addDomain', { domain: name })
    const other = await domainOf(theirs, name)
    records.set(name, [mine.proof, other.proof])
    expect(await act(theirs, 'checkDomain', { id: other.id })).toEqual(refused('domain_taken'))
    records.set(name, [])
    expect(await act(ours, 'checkDomain', { id: mine.id })).toEqual(refused('proof_missing'))
    const after = await domainOf(ours, name)
    expect([after.provenAt !== null, after.missingSince !== null]).toEqual([true, true])
  })

  it.each([
    ['gmail.com', 'domain_public'],
    ['localhost', 'domain_invalid'],
    ['-x.example', 'domain_invalid'],
    ['northgate.test', 'domain_known'],
  ])('%s is refused as %s', async (domain, why) => {
    expect(await act(ours, 'addDomain', { domain })).toEqual(refused(why))
  })

  it('has one owner when two prove it at once', async () => {
    const name = 'raced.example'
    for (const browser of [ours, theirs]) await act(browser, 'addDomain', { domain: name })
    const [mine, other] = [await domainOf(ours, name), await domainOf(theirs, name)]
    records.set(name, [mine.proof, other.proof])
    const outcomes = await Promise.all([
      act(ours, 'checkDomain', { id: mine.id }),
      act(theirs, 'checkDomain', { id: other.id }),
    ])
    expect(
      outcomes.filter((outcome) => JSON.stringify(outcome) === JSON.stringify(DONE)),
    ).toHaveLength(1)
  })

  it('of another tenant is nothing here', async () => {
    const { signOn } = world.theirs
    const answer = await ours.mutate('portal.signOn.checkDomain', {
      input: { id: signOn.domainId },
    })
    expect(answer.status).toBe(404)
  })
})

const oidc = (change: object) => ({
  ...{ id: null, kind: 'oidc', name: 'Company account', issuer: idp.issuer, clientId: 'portside' },
  ...{ clientSecret: 'secret-of-the-client', metadataUrl: '', metadataXml: '', groupsName: '' },
  ...{ defaultRole: 'project', groupRoles: [], maxAgeMinutes: 60 },
  ...change,
})

describe('a provider', () => {
  it.each([
    ['https://169.254.169.254', 'address_refused'],
    ['http://localhost:1', 'address_refused'],
    ['nonsense', 'incomplete'],
  ])('at %s is refused as %s (O12)', async (issuer, why) => {
    expect(await act(ours, 'saveProvider', oidc({ issuer }))).toEqual(refused(why))
  })

  it('is tried before it is used, and used before everybody depends on it', async () => {
    expect(await act(ours, 'saveProvider', oidc({}))).toEqual(DONE)
    const { providers } = await viewOf(ours)
    const id = providers.find(({ name }) => name === 'Company account')?.id ?? ''
    const breakGlassId = world.ours.members.admin.id
    expect(await act(ours, 'setProviderState', { id, state: 'active' })).toEqual(
      refused('not_tested'),
    )
    expect(await act(ours, 'enforce', { on: true, breakGlassId })).toEqual(refused('no_provider'))
    const out = await ours.fetch(`/auth/sso/${id}?test=1`)
    const back = idp.signIn(new URL(out.headers.get('location') ?? ''))
    await ours.fetch(back.pathname + back.search)
    expect(await act(ours, 'setProviderState', { id, state: 'active' })).toEqual(DONE)
    expect(
      await act(ours, 'enforce', { on: true, breakGlassId: world.ours.members.project.id }),
    ).toEqual(refused('no_break_glass'))
    expect(await act(ours, 'enforce', { on: true, breakGlassId })).toEqual(DONE)
    // The session that did it is behind the gate now; the procedure is asked by one that is not.
    await world.sql.query('update sessions set strong = true where person_id = $1', [breakGlassId])
    const entries = await countEntries()
    expect(await act(ours, 'enforce', { on: true, breakGlassId })).toEqual(UNCHANGED)
    expect(await act(ours, 'setProviderState', { id, state: 'active' })).toEqual(UNCHANGED)
    expect(await countEntries()).toEqual(entries)
    // The admin chosen to come in otherwise needs a second factor now; everybody else needs the provider.
    const gateOf = async (email: string) => {
      const browser = createBrowser(web.url)
      await browser.signIn(email)
      return (await browser.query('portal.session.get')).error?.message
    }
    expect(await gateOf(world.ours.members.admin.email)).toContain('second factor')
    expect(await gateOf(world.ours.members.project.email)).toContain('single sign-on')
    const { rows } = await world.sql.query<{ dump: string }>(
      `select coalesce(string_agg(changes::text, ' '), '') as dump from audit_entries`,
    )
    expect(rows[0]?.dump).not.toContain('secret-of-the-client')
  })
})

describe('certificates', () => {
  it('are warned of 30 days before the last one ends, and not while one replaces another', async () => {
    const endsIn = (days: number): string =>
      createSigningKey(new Date(Date.now() + days * A_DAY)).certificate
    const given = { soon: [endsIn(29)], ok: [endsIn(31)], replaced: [endsIn(2), endsIn(300)] }
    const states: Record<string, unknown> = {}
    for (const [name, certificates] of Object.entries(given)) {
      const id = await addProvider(world, world.theirs, {
        ...{ kind: 'saml', issuer: `https://${name}.test`, certificates },
      })
      const found = (await viewOf(theirs)).providers.find((each) => each.id === id)
      states[name] = found?.certificates.map(({ state }) => state)
    }
    expect(states).toEqual({ soon: ['soon'], ok: ['ok'], replaced: ['ok', 'ok'] })
  })
})
