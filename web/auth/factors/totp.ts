/**
 * Codes of an authenticator app (RFC 6238: SHA-1, 6 digits, 30 s), for whoever has one: members and staff. Pure but
 * for randomness; that a step is used once is the caller's to mark.
 */
import { Secret, TOTP } from 'otpauth'

const PERIOD_SECONDS = 30
const DIGITS = 6
/** 160 bits, as RFC 4226 asks for. */
const SECRET_BYTES = 20
/** Steps on either side of now: a phone's clock may be off by as much, and nothing older or newer counts. */
export const TOTP_WINDOW = 1
/** A step could be shown again for this long (ms); its mark has to live longer. */
export const TOTP_MARK_MS = (2 * TOTP_WINDOW + 2) * PERIOD_SECONDS * 1_000
const CODE_SHAPE = new RegExp(`^\\d{${DIGITS}}$`)

/** Base32, to be sealed at once and shown once. */
export const createTotpSecret = (): string => new Secret({ size: SECRET_BYTES }).base32

interface TotpLabel {
  /** Whose portal it is, as apps list it. */
  issuer: string
  account: string
}

const totpOf = (secret: string, label?: TotpLabel): TOTP =>
  new TOTP({
    secret: Secret.fromBase32(secret),
    algorithm: 'SHA1',
    digits: DIGITS,
    period: PERIOD_SECONDS,
    ...(label === undefined ? {} : { issuer: label.issuer, label: label.account }),
  })

/** What the QR code holds. */
export const totpUri = (secret: string, label: TotpLabel): string =>
  totpOf(secret, label).toString()

/** Spaces, as apps group digits. */
export const tidyCode = (code: string): string => code.replaceAll(/\s/g, '')

/**
 * @param now Unix milliseconds
 * @returns the time step the code belongs to; null when it fits none of the declared window
 */
export function findTotpStep(secret: string, code: string, now: number): number | null {
  const token = tidyCode(code)
  if (!CODE_SHAPE.test(token)) return null
  const delta = totpOf(secret).validate({ token, timestamp: now, window: TOTP_WINDOW })
  return delta === null ? null : Math.floor(now / 1_000 / PERIOD_SECONDS) + delta
}

/** The code of a step, for tests and for the sandbox's people. */
export const totpCodeAt = (secret: string, at: number): string =>
  totpOf(secret).generate({ timestamp: at })
