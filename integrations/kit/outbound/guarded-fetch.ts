/**
 * Requests to addresses that customers name. The name is resolved once, every address it has must be public, and the
 * connection goes to the address that was checked: a name that changes its mind in between changes nothing. No
 * redirect is followed, and time and size are bounded.
 */
import { lookup } from 'node:dns/promises'
import http from 'node:http'
import https from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { AppError } from '#workflows/contracts/errors.ts'
import { isPublicAddress } from './public-address.ts'

/** A part of what `fetch` takes: libraries hand theirs to us. */
export interface GuardedRequest {
  method?: string
  headers?: Record<string, string> | Headers
  body?: string | URLSearchParams | Uint8Array | ArrayBuffer | null
  signal?: AbortSignal
}

/**
 * @throws AppError `upstream_refused` for an address we do not go to, `upstream_unavailable` when nothing answers in
 * time, `upstream_invalid` for an answer that is too large
 * @example const response = await guardedFetch('https://login.example.com/metadata')
 */
export interface GuardedFetch {
  (url: string | URL, request?: GuardedRequest): Promise<Response>
  /** Only looks whether we would go there. */
  vet(url: string | URL): Promise<void>
}

export type ResolveName = (hostname: string) => Promise<readonly string[]>

export interface GuardedFetchOptions {
  /** Every address of a name; the system's resolver unless told. */
  resolve?: ResolveName
  /** Origins that may be private and plain http, e.g. the sandbox of a demo; none unless told. */
  privateOrigins?: readonly string[]
  /** For the whole exchange, in milliseconds. Default 5,000. */
  timeoutMs?: number
  /** Largest answer, in bytes. Default 1 MiB. */
  maxBytes?: number
}

const FORBIDDEN = 'This address is not on the public internet.'
/** Of the answers that Response takes without a body. */
const BODILESS = new Set([101, 204, 205, 304])

const systemResolve: ResolveName = async (hostname) => {
  const found = await lookup(hostname, { all: true, order: 'verbatim' })
  return found.map(({ address }) => address)
}

export function createGuardedFetch(options: GuardedFetchOptions = {}): GuardedFetch {
  const { resolve = systemResolve, timeoutMs = 5_000, maxBytes = 2 ** 20 } = options
  const privateOrigins = new Set(options.privateOrigins ?? [])
  const exchange = async <T>(
    target: string | URL,
    given: AbortSignal | undefined,
    use: (at: { url: URL; address: string; signal: AbortSignal }) => Promise<T> | T,
  ): Promise<T> => {
    const url = parseTarget(target)
    const limit = AbortSignal.timeout(timeoutMs)
    const signal = given ? AbortSignal.any([given, limit]) : limit
    try {
      const address = await within(signal, vet(url, { resolve, privateOrigins }))
      return await use({ url, address, signal })
    } catch (error) {
      throw asFailure(error, url)
    }
  }
  const guardedFetch = (target: string | URL, request: GuardedRequest = {}): Promise<Response> =>
    exchange(target, request.signal, (at) => send({ ...at, request, maxBytes }))
  return Object.assign(guardedFetch, {
    vet: (target: string | URL): Promise<void> => exchange(target, undefined, () => undefined),
  })
}

/** @throws AppError `upstream_refused` unless it is an http(s) address without credentials */
function parseTarget(target: string | URL): URL {
  const url = URL.parse(String(target))
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:'
  if (!url || !isWeb || url.username !== '' || url.password !== '') {
    throw new AppError('upstream_refused', 'This is not a web address.')
  }
  return url
}

interface Vetting {
  resolve: ResolveName
  privateOrigins: ReadonlySet<string>
}

/** The address to connect to. A name with one private address among public ones is refused as a whole. */
async function vet(url: URL, { resolve, privateOrigins }: Vetting): Promise<string> {
  const allowed = privateOrigins.has(url.origin)
  const hostname = url.hostname.replace(/^\[(.*)\]$/, '$1')
  if (!allowed && url.protocol !== 'https:') {
    throw new AppError('upstream_refused', 'This address must start with https://.')
  }
  const addresses = isIP(hostname) === 0 ? await resolve(hostname) : [hostname]
  const [address] = addresses
  if (address === undefined) throw new AppError('upstream_unavailable', 'This name has no address.')
  if (!allowed && !addresses.every(isPublicAddress)) {
    throw new AppError('upstream_refused', FORBIDDEN)
  }
  return address
}

interface Sending {
  url: URL
  address: string
  request: GuardedRequest
  signal: AbortSignal
  maxBytes: number
}

async function send({ url, address, request, signal, maxBytes }: Sending): Promise<Response> {
  const pinned: LookupFunction = (_hostname, options, done) => {
    const family = isIP(address)
    if (options.all) done(null, [{ address, family }])
    else done(null, address, family)
  }
  const client = url.protocol === 'https:' ? https : http
  const body = await bytesOf(request.body)
  const headers = Object.fromEntries(new Headers(request.headers))
  const answer = await new Promise<http.IncomingMessage>((resolve, reject) => {
    const outgoing = client.request(url, {
      method: request.method ?? 'GET',
      headers: { 'user-agent': 'Portside', ...headers, ...lengthOf(body) },
      // A pooled connection could lead to an address that was checked for somebody else.
      agent: false,
      lookup: pinned,
      signal,
    })
    outgoing.once('response', resolve).once('error', reject)
    outgoing.end(body)
  })
  return toResponse(answer, maxBytes)
}

const lengthOf = (body: Buffer | undefined): Record<string, string> =>
  body === undefined ? {} : { 'content-length': String(body.byteLength) }

async function bytesOf(body: GuardedRequest['body']): Promise<Buffer | undefined> {
  if (body === undefined || body === null) return undefined
  return Buffer.from(await new Response(body as BodyInit).arrayBuffer())
}

async function toResponse(answer: http.IncomingMessage, maxBytes: number): Promise<Response> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength
    if (bytes > maxBytes) {
      answer.destroy()
      throw new AppError('upstream_invalid', 'This address answered with more than we accept.')
    }
    chunks.push(chunk)
  }
  const headers = new Headers()
  for (const [name, value] of Object.entries(answer.headersDistinct)) {
    for (const one of value ?? []) headers.append(name, one)
  }
  const status = answer.statusCode ?? 502
  return new Response(BODILESS.has(status) ? null : Buffer.concat(chunks), { status, headers })
}

/** Resolvers know no signal: what takes longer than allowed is left alone. */
function within<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      reject(signal.reason as Error)
    }
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', stop)
    })
  })
}

function asFailure(error: unknown, url: URL): AppError {
  if (error instanceof AppError) return error
  return new AppError('upstream_unavailable', 'This address does not answer.', {
    cause: error,
    detail: { origin: url.origin },
  })
}
