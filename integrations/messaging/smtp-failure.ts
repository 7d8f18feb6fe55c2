/** What a failed SMTP exchange means for the mail: certainly refused, or undecidable. */
import { refused, type SendResult } from './send-result.ts'

/** The parts of the library's errors we look at. */
export interface SmtpFailure {
  message: string
  /** The library's own, e.g. `EAUTH`. */
  code?: string | undefined
  /** The server's reply, if it gave one. */
  responseCode?: number | undefined
  response?: string | undefined
}

/** Without a reply, these are mistakes of configuration; everything else is the network's. */
const CONFIGURATION = ['EAUTH', 'ENOAUTH', 'ETLS', 'EREQUIRETLS', 'ECONFIG']

const WORDS: Readonly<Record<string, string>> = {
  EAUTH: 'The mail server refused our sign-in.',
  ENOAUTH: 'The mail server wants a sign-in.',
  ETLS: 'The mail server offers no encryption we accept.',
  ETIMEDOUT: 'The mail server did not answer in time.',
  EDNS: 'The mail server has no address.',
}

/** The first line of a reply, without what could carry the mail's own text along. */
const replyOf = (response: string): string => response.split(/\r?\n/, 1)[0]?.slice(0, 200) ?? ''

/** @param handedOver whether the server had asked for the content before it failed */
export function resultOfFailure(error: SmtpFailure, handedOver: boolean): SendResult {
  const { code = '', responseCode, response = '' } = error
  if (responseCode !== undefined && responseCode >= 400) {
    const reason = `The mail server said: ${replyOf(response)}`
    // 421 and 45x pass; a refused sign-in does not, whatever number it has.
    const retryable = responseCode < 500 && code !== 'EAUTH'
    return refused(reason, { code: String(responseCode), retryable })
  }
  const reason = WORDS[code] ?? 'The connection to the mail server failed.'
  if (handedOver) return { outcome: 'unknown', reason }
  return refused(reason, { retryable: !CONFIGURATION.includes(code) })
}
