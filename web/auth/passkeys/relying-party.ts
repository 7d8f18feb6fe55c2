/** Who we are to a passkey: the host of the configured address, never one that a request names. */
import type { AuthServices } from '../services.ts'

export interface RelyingParty {
  id: string
  name: string
  origin: string
}

export const relyingPartyOf = ({
  publicUrl,
  operatorName,
}: Pick<AuthServices, 'publicUrl' | 'operatorName'>): RelyingParty => ({
  id: publicUrl.hostname,
  name: operatorName,
  origin: publicUrl.origin,
})
