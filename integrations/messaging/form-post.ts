/**
 * One form, or one question, over HTTP, bounded in time and size, following no redirects. Unlike kit's client it hands over every
 * answer, and tells a request that never left from one whose answer got lost: a message depends on that.
 */
import { AppError } from '#workflows/contracts/errors.ts'

export interface FormRequest {
  url: URL
  /** Value of the Authorization header. */
  authorization: string
  /** Null: a question, whose form is the URL's. */
  form: URLSearchParams | null
}

export interface FormAnswer {
  status: number
  headers: Headers
  text: string
}

export type FormPost = (request: FormRequest) => Promise<FormAnswer>

/** Nobody has received the request. */
export class NeverSent extends Error {
  override readonly name = 'NeverSent'
}

/** What goes wrong before a byte of the request is sent. */
const BEFORE_SENDING = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]

export interface FormPostOptions {
  /** For the whole exchange, in milliseconds. Default 10,000. */
  timeoutMs?: number
  /** Largest answer accepted, in bytes. Default 1 MiB. */
  maxBytes?: number
}

/** @example const post = createFormPost({ timeoutMs: 10_000 }) */
export function createFormPost(options: FormPostOptions = {}): FormPost {
  const { timeoutMs = 10_000, maxBytes = 2 ** 20 } = options
  return async ({ url, authorization, form }) => {
    try {
      const response = await fetch(url, {
        method: form === null ? 'GET' : 'POST',
        headers: { accept: 'application/json', 'user-agent': 'Portside', authorization },
        ...(form === null ? {} : { body: form }),
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      })
      const { status, headers } = response
      return { status, headers, text: await readText(response, maxBytes) }
    } catch (cause) {
      if (BEFORE_SENDING.includes(systemCode(cause))) {
        throw new NeverSent('The provider could not be reached.', { cause })
      }
      throw cause
    }
  }
}

async function readText(response: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > maxBytes) {
      throw new AppError('upstream_invalid', 'The provider answered with more than we accept.')
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

/** A host with several addresses fails with one error per address; the last word is the first of them. */
function systemCode(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code
  }
  return ''
}
