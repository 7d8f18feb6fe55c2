/** The code that an authenticator app would show now: for the demo's people, whose secrets are no secret. */
import { Secret, TOTP } from 'otpauth'

export const codeOf = (secret: string): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate()
