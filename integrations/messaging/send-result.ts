/**
 * How a message left us, honestly: neither SMTP nor SMS knows idempotency keys, so a call that broke off after
 * the message went out is undecidable, and nobody may take it for sent or for not sent.
 */
export type SendResult =
  | {
      outcome: 'sent'
      /** What the provider calls it: its queue id or SID; null when it names none. */
      providerId: string | null
    }
  | {
      /** Certainly not sent. */
      outcome: 'refused'
      reason: string
      /** The provider's own code, e.g. `550` or `21211`; null when it was never reached. */
      code: string | null
      /** Whether the same message may pass later. */
      retryable: boolean
      /** Milliseconds the provider asked us to wait. */
      retryAfterMs?: number
    }
  | {
      /** May have been sent: only the recipient or the provider's own records can tell. */
      outcome: 'unknown'
      reason: string
    }

export const refused = (
  reason: string,
  more: { code?: string | null; retryable?: boolean; retryAfterMs?: number } = {},
): SendResult => ({ outcome: 'refused', reason, code: null, retryable: false, ...more })
