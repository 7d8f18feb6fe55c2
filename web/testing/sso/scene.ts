/** Two web processes of one instance, and a tenant with an identity provider of each protocol; see web/auth/sso. */
import { inflateRawSync } from 'node:zlib'
import { createTestDatabase, type TestDatabase } from '#db/testing/database.ts'
import { startProvider, type TestProvider } from '../../auth/oidc/testing/identity-provider.ts'
import {
  attribute,
  createSigningKey,
  encode,
  type Said,
} from '../../auth/saml/testing/identity-provider.ts'
import type { Browser } from '../browser.ts'
import { startWeb, type RunningWeb } from '../start-web.ts'
import { createWorld, type World } from '../world.ts'
import { addProvider, proveDomain } from './providers.ts'

export const DOMAIN = 'northgate-works.test'
export const key = createSigningKey()
export let database: TestDatabase
export let world: World
export let web: RunningWeb
export let second: RunningWeb
export let idp: TestProvider
export let oidcId: string
export let samlId: string

export async function openScene(): Promise<void> {
  database = await createTestDatabase()
  world = await createWorld(database)
  idp = await startProvider()
  const options = {
    databaseUrl: database.appUrl,
    encryptionKeys: world.encryptionKeys,
    privateOrigins: [idp.issuer],
  }
  web = await startWeb(options)
  // Behind one address, as behind a load balancer.
  second = await startWeb({ ...options, publicUrl: new URL(web.url) })
  const groupRoles = [{ group: 'buyers', role: 'billing' }]
  oidcId = await addProvider(world, world.ours, { kind: 'oidc', issuer: idp.issuer, groupRoles })
  samlId = await addProvider(world, world.ours, {
    ...{
      kind: 'saml',
      issuer: 'https://login.northgate.test/saml',
      certificates: [key.certificate],
    },
    groupRoles,
  })
  await proveDomain(world.sql, world.ours, DOMAIN)
}

export async function closeScene(): Promise<void> {
  await Promise.all([web.close(), second.close(), idp.close()])
  await world.close()
  await database.drop()
}

export const pathOf = (url: URL): string => url.pathname + url.search

export async function beginOidc(browser: Browser, id = oidcId, query = ''): Promise<URL> {
  const answer = await browser.fetch(`/auth/sso/${id}${query}`)
  if (answer.status !== 303) throw new Error(`sign-on did not begin: ${answer.status}`)
  return new URL(answer.headers.get('location') ?? '')
}

export interface Person {
  sub: string
  email?: string | null
  verified?: unknown
  groups?: string[]
}

export const claimsOf = ({
  sub,
  email = `${sub}@${DOMAIN}`,
  verified = true,
  groups = [],
}: Person) => ({
  claims: { sub, email: email ?? undefined, email_verified: verified, groups, name: sub },
})

export async function signInByOidc(
  browser: Browser,
  person: Person,
  query = '',
): Promise<Response> {
  idp.misbehave(claimsOf(person))
  const back = idp.signIn(await beginOidc(browser, oidcId, query))
  return browser.fetch(pathOf(back))
}

export async function beginSaml(browser: Browser, id = samlId): Promise<string> {
  const answer = await browser.fetch(`/auth/sso/${id}`)
  const url = new URL(answer.headers.get('location') ?? '')
  const request = inflateRawSync(Buffer.from(url.searchParams.get('SAMLRequest') ?? '', 'base64'))
  return / ID="([^"]+)"/.exec(request.toString())?.[1] ?? ''
}

export const said = (request: string, change: Partial<Said> = {}): Partial<Said> => ({
  ...{ inResponseTo: request, responseInResponseTo: request },
  ...{
    destination: `${web.url}/auth/saml/${samlId}/acs`,
    recipient: `${web.url}/auth/saml/${samlId}/acs`,
  },
  audiences: [[`${web.url}/auth/saml/${samlId}/metadata`]],
  ...{ nameId: 'lena', attributes: attribute('email', `lena@${DOMAIN}`) },
  ...change,
})

export function post(
  browser: Browser,
  xml: string,
  init: { relay?: string; id?: string } = {},
): Promise<Response> {
  const body = new URLSearchParams({ SAMLResponse: encode(xml), RelayState: init.relay ?? '' })
  return browser.fetch(`/auth/saml/${init.id ?? samlId}/acs`, {
    method: 'POST',
    // As a browser sends the form of another site.
    headers: { 'sec-fetch-site': 'cross-site', origin: 'null' },
    body,
  })
}

export const sessionOf = async (browser: Browser): Promise<unknown> =>
  (await browser.query('portal.session.get')).data
export const hasSession = (answer: Response): boolean =>
  answer.headers
    .getSetCookie()
    .some((cookie) => cookie.startsWith(`${web.parts.door.cookies.sessionName}=`))

export async function rejections(): Promise<string[]> {
  const { rows } = await world.sql.query<{ reason: string }>(
    `select changes->'reason'->>'to' as reason from audit_entries
     where action = 'sso.rejected' order by at desc, id desc`,
  )
  return rows.map(({ reason }) => reason)
}
