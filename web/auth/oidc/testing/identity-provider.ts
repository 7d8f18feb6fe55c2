/** An OpenID provider that answers rightly until it is told to misbehave, and remembers what it was asked. */
import { createHmac, createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Misbehaviour {
  /** Over the claims of a good ID token; undefined removes one. */
  claims?: Record<string, unknown>
  header?: Record<string, unknown>
  /** In place of our own key. */
  signWith?: (input: string) => string
  discovery?: Record<string, unknown>
  token?: (response: ServerResponse) => void
}

export interface TestProvider {
  issuer: string
  /** Calls by path. */
  calls: Map<string, number>
  publicKey: KeyObject
  misbehave(how: Misbehaviour): void
  /** What the browser brings back after `url` was opened. @param claims of whoever it is, in the ID token */
  signIn(url: URL, claims?: Record<string, unknown>): URL
  close(): Promise<void>
}

const KID = 'k1'
const segment = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

export function hmacWith(secret: string): (input: string) => string {
  return (input) => createHmac('sha256', secret).update(input).digest('base64url')
}

interface Asked {
  nonce: string | null
  challenge: string | null
  method: string | null
  clientId: string
  maxAge: string | null
  claims: Record<string, unknown>
}

interface State {
  issuer: string
  keys: { privateKey: KeyObject; publicKey: KeyObject }
  codes: Map<string, Asked>
  bad: Misbehaviour
}

function idTokenOf({ issuer, keys, bad }: State, asked: Asked): string {
  const now = Math.floor(Date.now() / 1_000)
  const claims = {
    ...{ iss: issuer, sub: 's-1', aud: asked.clientId, iat: now, exp: now + 300 },
    ...(asked.maxAge === null ? {} : { auth_time: now }),
    ...{ nonce: asked.nonce, email: 'mara@northgate.test', email_verified: true, name: 'Mara' },
    ...asked.claims,
    ...bad.claims,
  }
  const input = `${segment({ alg: 'RS256', kid: KID, ...bad.header })}.${segment(claims)}`
  const own = (text: string): string =>
    sign('sha256', Buffer.from(text), keys.privateKey).toString('base64url')
  return `${input}.${(bad.signWith ?? own)(input)}`
}

type Answer = (response: ServerResponse, form: URLSearchParams) => void

function answersOf(state: State): Record<string, Answer> {
  return {
    '/.well-known/openid-configuration': (response) => {
      json(response, {
        issuer: state.issuer,
        authorization_endpoint: `${state.issuer}/authorize`,
        token_endpoint: `${state.issuer}/token`,
        jwks_uri: `${state.issuer}/jwks`,
        id_token_signing_alg_values_supported: ['RS256'],
        authorization_response_iss_parameter_supported: true,
        ...state.bad.discovery,
      })
    },
    '/jwks': (response) => {
      json(response, {
        keys: [{ ...state.keys.publicKey.export({ format: 'jwk' }), kid: KID, use: 'sig' }],
      })
    },
    '/token': (response, form) => {
      const asked = state.codes.get(form.get('code') ?? '')
      state.codes.delete(form.get('code') ?? '')
      const proof = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url')
      if (state.bad.token) state.bad.token(response)
      else if (asked?.method !== 'S256' || proof !== asked.challenge) {
        response.writeHead(400)
        json(response, { error: 'invalid_grant' })
      } else
        json(response, {
          access_token: 'a',
          token_type: 'Bearer',
          id_token: idTokenOf(state, asked),
        })
    },
  }
}

export async function startProvider(): Promise<TestProvider> {
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const calls = new Map<string, number>()
  const state: State = { issuer: '', keys, codes: new Map(), bad: {} }
  const answers = answersOf(state)
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', state.issuer).pathname
    calls.set(path, (calls.get(path) ?? 0) + 1)
    void bodyOf(request).then((body) => answers[path]?.(response, new URLSearchParams(body)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  state.issuer = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
  return {
    issuer: state.issuer,
    calls,
    publicKey: keys.publicKey,
    misbehave: (how) => {
      state.bad = how
    },
    signIn(url, claims = {}) {
      const asked = url.searchParams
      const code = `c${String(Math.random())}`
      state.codes.set(code, {
        nonce: asked.get('nonce'),
        challenge: asked.get('code_challenge'),
        method: asked.get('code_challenge_method'),
        clientId: asked.get('client_id') ?? '',
        maxAge: asked.get('max_age'),
        claims,
      })
      const back = new URL(asked.get('redirect_uri') ?? '')
      back.searchParams.set('code', code)
      back.searchParams.set('state', asked.get('state') ?? '')
      back.searchParams.set('iss', state.issuer)
      return back
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => {
          resolve()
        })
      }),
  }
}

function json(response: ServerResponse, value: unknown): void {
  if (!response.headersSent) response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(value))
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
