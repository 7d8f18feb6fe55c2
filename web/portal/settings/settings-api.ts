/** What the settings of a tenant need from the server, as types only. */
import type { SignOnApi } from './sign-on/api.ts'

export interface SecurityRulesInput {
  idleMinutes: number
  absoluteHours: number
  requireMfa: boolean
}

/** `portal.security.get` */
export interface SecurityView extends SecurityRulesInput {
  mayChange: boolean
}

/** `portal.security.update` */
export type SecurityOutcome =
  | { type: 'saved' }
  /** Asking everybody for a second factor is for somebody who has signed in with one. */
  | { type: 'refused'; reason: 'own_factor_missing' }

export interface SettingsApi {
  signOn: SignOnApi
  security: {
    get(): Promise<SecurityView>
    update(input: SecurityRulesInput): Promise<SecurityOutcome>
  }
}
