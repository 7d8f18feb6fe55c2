/** Section O of the catalogue against a provider that misbehaves on demand. */
import { afterAll, afterEach, beforeAll, describe, expect, it, test } from 'vitest'
import { createGuardedFetch } from '#integrations/kit/outbound/guarded-fetch.ts'
import { SsoRejection } from '../sso/rejection.ts'
import { isVerified } from './claims.ts'
import { createOidcClient, type OidcClient, type OidcParty, type OidcRequest } from './client.ts'
import {
  hmacWith,
  startProvider,
  type Misbehaviour,
  type TestProvider,
} from './testing/identity-provider.ts'

let provider: TestProvider
let client: OidcClient
let party: OidcParty
const request: OidcRequest = {
  state: 'state-of-ours',
  nonce: 'nonce-of-ours',
  codeVerifier: 'v'.repeat(43),
}

beforeAll(async () => {
  provider = await startProvider()
  client = createOidcClient(
    createGuardedFetch({ privateOrigins: [provider.issuer], timeoutMs: 1_000 }),
  )
  party = {
    ...{ id: 'p1', version: 1, issuer: provider.issuer, clientId: 'portside' },
    ...{
      clientSecret: 'a secret',
      redirectUri: 'https://portal.test/callback',
      groupsClaim: 'groups',
      maxAgeSeconds: null,
    },
  }
})
afterAll(() => provider.close())
afterEach(() => {
  provider.misbehave({})
})

interface Trip {
  how?: Misbehaviour
  change?: (back: URL) => void
  expect?: Partial<OidcRequest>
}

async function trip({ how = {}, change, expect: expected }: Trip = {}): Promise<string> {
  provider.misbehave(how)
  const back = provider.signIn(await client.signInUrl(party, request))
  change?.(back)
  try {
    const claims = await client.readAnswer(party, { ...request, ...expected }, back)
    return `accepted ${claims.subject}`
  } catch (error) {
    return error instanceof SsoRejection ? `refused: ${error.reason}` : String(error)
  }
}

const now = (): number => Math.floor(Date.now() / 1_000)

test('a good answer gives who it is, and where the provider says so, a verified address', async () => {
  provider.misbehave({ claims: { groups: ['staff', 7] } })
  const url = await client.signInUrl(party, request)
  expect(url.searchParams.get('code_challenge_method')).toBe('S256')
  expect(await client.readAnswer(party, request, provider.signIn(url))).toEqual({
    ...{ issuer: provider.issuer, subject: 's-1', email: 'mara@northgate.test' },
    ...{ isEmailVerified: true, name: 'Mara', groups: ['staff'] },
  })
})

describe('what is refused', () => {
  it.each<[string, () => Trip]>([
    [
      'O01 no state',
      () => ({
        change: (back) => {
          back.searchParams.delete('state')
        },
      }),
    ],
    [
      'O01 another state',
      () => ({
        change: (back) => {
          back.searchParams.set('state', 'x')
        },
      }),
    ],
    ['O02 no nonce', () => ({ how: { claims: { nonce: undefined } } })],
    ['O02 another nonce', () => ({ how: { claims: { nonce: 'x' } } })],
    ['O03 another verifier', () => ({ expect: { codeVerifier: 'w'.repeat(43) } })],
    ['O05 another audience', () => ({ how: { claims: { aud: 'x' } } })],
    ['O05 several audiences without us', () => ({ how: { claims: { aud: ['x', 'y'] } } })],
    ['O05 a foreign azp', () => ({ how: { claims: { aud: ['portside', 'x'], azp: 'x' } } })],
    ['O05 a foreign azp beside our audience', () => ({ how: { claims: { azp: 'x' } } })],
    ['O05 an issuer with a slash', () => ({ how: { claims: { iss: `${provider.issuer}/` } } })],
    [
      'O05 an answer of another issuer',
      () => ({
        change: (back) => {
          back.searchParams.set('iss', 'https://x.test')
        },
      }),
    ],
    [
      'O05 an answer of no issuer',
      () => ({
        change: (back) => {
          back.searchParams.delete('iss')
        },
      }),
    ],
    ['O06 alg none', () => ({ how: { header: { alg: 'none' }, signWith: () => '' } })],
    [
      'O06 HS256 with the public key',
      () => ({
        how: {
          header: { alg: 'HS256' },
          signWith: hmacWith(provider.publicKey.export({ format: 'pem', type: 'spki' }).toString()),
        },
      }),
    ],
    ['O06 jku', () => ({ how: { header: { jku: 'https://evil.test/jwks' } } })],
    ['O06 jwk', () => ({ how: { header: { jwk: provider.publicKey.export({ format: 'jwk' }) } } })],
    ['O06 a signature of somebody else', () => ({ how: { signWith: hmacWith('x') } })],
    ['O07 expired', () => ({ how: { claims: { exp: now() - 61 } } })],
    ['O07 issued in the future', () => ({ how: { claims: { iat: now() + 90 } } })],
    [
      'the provider says no',
      () => ({
        change: (back) => {
          back.searchParams.delete('code')
          back.searchParams.set('error', 'access_denied')
        },
      }),
    ],
  ])('%s', async (_name, given) => {
    expect(await trip(given())).toMatch(/^refused: /)
  })

  it('O07: nothing within a minute of our clock', async () => {
    expect(await trip({ how: { claims: { exp: now() - 50 } } })).toBe('accepted s-1')
    expect(await trip({ how: { claims: { iat: now() + 50 } } })).toBe('accepted s-1')
  })

  it.each<[string, () => unknown, string]>([
    ['as asked', () => now() - 3_000, 'accepted s-1'],
    ['too old within the minute of our clock', () => now() - 3_650, 'accepted s-1'],
    ['too old', () => now() - 3_670, 'refused: time'],
    ['not said', () => undefined, 'refused: time'],
    ['no number', () => 'yesterday', 'refused: time'],
  ])('O07: where an hour is the most, a sign-in that is %s', async (_name, at, outcome) => {
    const usual = party
    party = { ...usual, maxAgeSeconds: 3_600 }
    const url = await client.signInUrl(party, request)
    expect(url.searchParams.get('max_age')).toBe('3600')
    expect(await trip({ how: { claims: { auth_time: at() } } })).toBe(outcome)
    party = usual
  })

  it('O06: a flood of unknown keys costs the provider one read a minute', async () => {
    const before = provider.calls.get('/jwks') ?? 0
    for (let i = 0; i < 40; i++) {
      expect(await trip({ how: { header: { kid: `flood-${String(i)}` } } })).toMatch(/^refused: /)
    }
    expect((provider.calls.get('/jwks') ?? 0) - before).toBeLessThanOrEqual(1)
  }, 30_000)
})

test.each([
  ['true', true],
  [true, true],
  [false, false],
  ['false', false],
  [0, false],
  [1, false],
  [undefined, false],
  ['True', false],
])('O09: email_verified %j counts as %j', (value, counts) => {
  expect(isVerified(value)).toBe(counts)
})

describe('O05, O11, O12: a provider that', () => {
  const again = (how: Misbehaviour): Promise<string> => {
    party = { ...party, version: party.version + 1 }
    return trip({ how }).catch((error: unknown) =>
      error instanceof SsoRejection ? `refused: ${error.reason}` : String(error),
    )
  }

  it('calls itself otherwise is refused', async () => {
    expect(await again({ discovery: { issuer: 'https://evil.test' } })).toMatch(/^refused: /)
    expect(await again({ discovery: { issuer: `${provider.issuer}/` } })).toBe('refused: issuer')
  })

  it.each(['authorization_endpoint', 'token_endpoint', 'jwks_uri'])(
    'has its %s inside our network is refused',
    async (name) => {
      const discovery = { [name]: 'https://169.254.169.254/latest' }
      expect(await again({ discovery })).toBe('refused: provider_unavailable')
    },
  )

  it.each<[string, Misbehaviour['token']]>([
    ['fails', (response) => response.writeHead(500).end()],
    ['answers with a page', (response) => response.end('<html>')],
    ['answers with 10 MB', (response) => response.end('x'.repeat(10 * 2 ** 20))],
    ['does not answer', () => undefined],
  ])('%s leads to a refusal in time', async (_name, token) => {
    const started = performance.now()
    expect(await again({ ...(token ? { token } : {}) })).toMatch(/^refused: /)
    expect(performance.now() - started).toBeLessThan(5_000)
  })

  it('is not there leads to a refusal, and others go on', async () => {
    const gone = { ...party, id: 'gone', issuer: 'https://127.0.0.1:9' }
    await expect(client.signInUrl(gone, request)).rejects.toMatchObject({
      reason: 'provider_unavailable',
    })
    expect(await again({})).toBe('accepted s-1')
  })
})
