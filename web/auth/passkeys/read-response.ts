/** What a browser sends for a passkey, parsed at the edge: the library trusts the shape of what it is given. */
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { z } from 'zod'

const MAX = 20_000
const text = z.string().max(MAX)
const base = { id: text, rawId: text, type: z.literal('public-key') }
const attachment = z.enum(['platform', 'cross-platform']).optional()
const TRANSPORTS = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'] as const

const assertion = z.object({
  ...base,
  authenticatorAttachment: attachment,
  clientExtensionResults: z.looseObject({}).default({}),
  response: z.object({
    clientDataJSON: text,
    authenticatorData: text,
    signature: text,
    userHandle: text.optional(),
  }),
})

const registration = z.object({
  ...base,
  authenticatorAttachment: attachment,
  clientExtensionResults: z.looseObject({}).default({}),
  response: z.object({
    clientDataJSON: text,
    attestationObject: text,
    // Words of a newer browser are no reason to refuse its key.
    transports: z
      .array(z.string())
      .transform((all) => TRANSPORTS.filter((known) => all.includes(known)))
      .optional(),
  }),
})

/** @param sent JSON text, as a form carries it */
function read<T>(schema: z.ZodType<T>, sent: string): T | null {
  if (sent.length > MAX * 3) return null
  try {
    return schema.safeParse(JSON.parse(sent)).data ?? null
  } catch {
    return null
  }
}

export function readAssertion(sent: string): AuthenticationResponseJSON | null {
  const found = read(assertion, sent)
  if (found === null) return null
  const { authenticatorAttachment, response, ...rest } = found
  const { userHandle, ...signed } = response
  return {
    ...rest,
    ...(authenticatorAttachment === undefined ? {} : { authenticatorAttachment }),
    response: { ...signed, ...(userHandle === undefined ? {} : { userHandle }) },
  }
}

export function readRegistration(sent: string): RegistrationResponseJSON | null {
  const found = read(registration, sent)
  if (found === null) return null
  const { authenticatorAttachment, response, ...rest } = found
  const { transports, ...made } = response
  return {
    ...rest,
    ...(authenticatorAttachment === undefined ? {} : { authenticatorAttachment }),
    response: { ...made, ...(transports === undefined ? {} : { transports: [...transports] }) },
  }
}
