/** What the pages of a person's own account need from the server, as types only. */
import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/server'
import type { SessionMethod } from '#workflows/contracts/access.ts'
import type { TenantBrief } from '../api.ts'
import type { FactorChoice, PasswordFaultName } from '../sign-in/door-api.ts'

export interface PasskeyView {
  id: string
  name: string
  createdAt: string
  lastUsedAt: string | null
}

/** `portal.account.get` */
export interface AccountView {
  person: { id: string; name: string; email: string; locale: string; timeZone: string | null }
  /** For times, where the person has chosen none. */
  zone: string
  tenants: TenantBrief[]
  operator: { name: string }
  session: { method: SessionMethod; strong: boolean; idleMinutes: number; endsAt: string }
  hasPassword: boolean
  factors: FactorChoice
  totpSince: string | null
  recoveryCodes: number
  passkeys: PasskeyView[]
  /** Under way; null: none. */
  emailChange: { address: string; oldConfirmed: boolean; newConfirmed: boolean } | null
}

export interface ProfileInput {
  name: string
  locale: string
  timeZone: string | null
}

export type PasswordOutcome =
  | { type: 'changed'; ended: number }
  | { type: 'wrong' }
  | { type: 'weak'; fault: PasswordFaultName }
  | { type: 'too_many_tries'; retryAfterSeconds: number }

/** `portal.account.totp.begin`: shown once. `qr`: the dark squares as an SVG path on a grid of `size`. */
export interface TotpOffer {
  secret: string
  uri: string
  qr: { size: number; path: string }
}

export type TotpOutcome =
  /** Null: the person has recovery codes already. */
  | { type: 'enabled'; recoveryCodes: string[] | null }
  | { type: 'wrong' }
  /** Nothing waits to be confirmed (any more). */
  | { type: 'over' }
  | { type: 'too_many_tries'; retryAfterSeconds: number }

export type PasskeyAdded =
  { type: 'added'; recoveryCodes: string[] | null } | { type: 'refused' } | { type: 'full' }

export interface OwnSessionView {
  handle: string
  /** e.g. "Firefox" and "Windows"; null where the browser does not say. */
  browser: string | null
  system: string | null
  address: string | null
  method: SessionMethod
  strong: boolean
  since: string
  lastActive: string
  isCurrent: boolean
}

/** `portal.account.remaining`: milliseconds until this session ends. */
export interface RemainingView {
  personId: string
  idleMs: number
  absoluteMs: number
}

export type EmailChangeBegun = { type: 'sent' } | { type: 'same' } | { type: 'too_many_tries' }

/** `portal.account.data.export`: relation → rows, with the tenants' own under their slug. */
export interface OwnData {
  exportedAt: string
  person: string
  account: Record<string, unknown>
  tenants: Record<string, Record<string, unknown>>
}

export interface AccountApi {
  account: {
    get(): Promise<AccountView>
    remaining(): Promise<RemainingView>
    updateProfile(input: ProfileInput): Promise<{ type: 'saved' }>
    changePassword(input: { current: string; next: string }): Promise<PasswordOutcome>
    totp: {
      begin(): Promise<TotpOffer>
      confirm(input: { code: string }): Promise<TotpOutcome>
      remove(): Promise<{ type: 'removed' | 'none' }>
    }
    recovery: { renew(): Promise<{ codes: string[] } | null> }
    passkeys: {
      offer(): Promise<PublicKeyCredentialCreationOptionsJSON>
      add(input: { name: string; response: string }): Promise<PasskeyAdded>
      rename(input: { id: string; name: string }): Promise<{ type: 'renamed' | 'none' }>
      remove(input: { id: string }): Promise<{ type: 'removed' | 'none' }>
    }
    sessions: {
      list(): Promise<OwnSessionView[]>
      end(input: { handle: string }): Promise<{ ended: number }>
      endOthers(): Promise<{ ended: number }>
    }
    email: {
      begin(input: { address: string }): Promise<EmailChangeBegun>
      stop(): Promise<{ type: 'stopped' | 'none' }>
    }
    data: { export(): Promise<OwnData> }
  }
}
