/** The one API version everything here is written for. Payloads of another version are hints only. */
export const STRIPE_API_VERSION = '2026-08-26.dahlia'

/** Stripe keeps events this long (ms): what a poll can still learn of. */
export const EVENT_HORIZON_MS = 30 * 24 * 3600_000
