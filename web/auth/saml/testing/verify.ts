/** One party and its keys for all vectors, and what becomes of an answer in one word. */
import { SsoRejection } from '../../sso/rejection.ts'
import type { SignedAssertion } from '../read-assertion.ts'
import { verifyResponse, type SamlParty } from '../verify-response.ts'
import { ACS, createSigningKey, encode, IDP, REQUEST, SP } from './identity-provider.ts'

export const key = createSigningKey()
export const foreign = createSigningKey()
const party: SamlParty = {
  idpEntityId: IDP,
  certificates: [key.certificate],
  spEntityId: SP,
  acsUrl: ACS,
}

export const verify = (xml: string, change: Partial<SamlParty> = {}): Promise<SignedAssertion> =>
  verifyResponse(encode(xml), { ...party, ...change }, (id) => Promise.resolve(id === REQUEST))

export async function outcomeOf(xml: string, change: Partial<SamlParty> = {}): Promise<string> {
  try {
    const { subject } = await verify(xml, change)
    return `accepted ${subject}`
  } catch (error) {
    return error instanceof SsoRejection ? error.reason : String(error)
  }
}
