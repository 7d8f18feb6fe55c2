/** Passkeys in the browser: asks the server for a challenge and the device for an answer. Fetched when first used. */
import {
  browserSupportsWebAuthn,
  startAuthentication,
  startRegistration,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser'

/** `cancelled`: by the person, the device, or after its time. */
export type PasskeyAnswer =
  | { type: 'answered'; response: string }
  | { type: 'cancelled' | 'unsupported' | 'too_many' | 'over' }

const ASK = '/sign-in/passkey'

export type Asking = 'door' | 'step' | 'confirm'

export const postForm = (url: string, fields: Record<string, string>): Promise<Response> =>
  fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })

/** @param asking what the passkey is for: the challenge is good for nothing else */
export async function showPasskey(asking: Asking): Promise<PasskeyAnswer> {
  if (!browserSupportsWebAuthn()) return { type: 'unsupported' }
  const answer = await postForm(ASK, { ask: asking })
  if (!answer.ok) return { type: answer.status === 429 ? 'too_many' : 'over' }
  const optionsJSON = (await answer.json()) as PublicKeyCredentialRequestOptionsJSON
  return settle(() => startAuthentication({ optionsJSON }))
}

export function makePasskey(
  optionsJSON: PublicKeyCredentialCreationOptionsJSON,
): Promise<PasskeyAnswer> {
  if (!browserSupportsWebAuthn()) return Promise.resolve({ type: 'unsupported' })
  return settle(() => startRegistration({ optionsJSON }))
}

async function settle(work: () => Promise<unknown>): Promise<PasskeyAnswer> {
  try {
    return { type: 'answered', response: JSON.stringify(await work()) }
  } catch (error) {
    // The browser does not tell a refusal from a device that was not there, and must not.
    if (error instanceof Error) return { type: 'cancelled' }
    throw error
  }
}
