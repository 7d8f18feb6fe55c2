/** What the pages around the door need from the server, as types only: the second step, lost passwords, new addresses. */
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server'

/** What somebody shows besides a password. `response`: JSON text of what the browser made of a passkey. */
export type Proof =
  | { type: 'totp'; code: string }
  | { type: 'recovery'; code: string }
  | { type: 'passkey'; response: string }

/** Which second factors there are to choose from. */
export interface FactorChoice {
  totp: boolean
  passkey: boolean
  recovery: boolean
}

export type Admitted = { type: 'signed_in'; to: string; setCookie: string[] }
export type Waiting = { type: 'too_many_tries'; retryAfterSeconds: number }

export type StepOutcome =
  | Admitted
  | { type: 'wrong' }
  | Waiting
  /** Used, run out, or tried too often: the password is asked for again. */
  | { type: 'over'; setCookie: string[] }

export type PasskeyOutcome = Admitted | { type: 'refused' } | Waiting

export type PasswordFaultName = 'too_short' | 'too_long' | 'common' | 'personal'

export type ResetOutcome =
  | { type: 'changed' }
  /** Used, replaced by a newer one, or run out. */
  | { type: 'over' }
  | { type: 'weak'; fault: PasswordFaultName }
  | Waiting

/** What a link about a change of address shows before anything is pressed. */
export interface EmailChangeView {
  from: string
  to: string
  side: 'old' | 'new'
}

export type EmailChangeOutcome = 'waiting' | 'changed' | 'taken' | 'over' | 'stopped'

/** How somebody who is signed in can prove once more who they are. */
export interface ConfirmView {
  password: boolean
  factors: FactorChoice
  /** Null, or why this session may not change how its person signs in. */
  refused: 'sso' | null
  email: string
}

export type ConfirmOutcome =
  { type: 'confirmed'; setCookie: string[] } | { type: 'wrong' } | { type: 'refused' } | Waiting

export interface DoorPort {
  /** Null: there is no step under way. */
  findStep(): Promise<FactorChoice | null>
  finishStep(input: { proof: Proof; next: string | null }): Promise<StepOutcome>
  /** Null: no step is under way. */
  askForStepPasskey(): Promise<PublicKeyCredentialRequestOptionsJSON | null>
  /** Null: too many were asked for from here. */
  askForPasskey(): Promise<PublicKeyCredentialRequestOptionsJSON | null>
  signInByPasskey(input: { response: string; next: string | null }): Promise<PasskeyOutcome>
  /** The same answer in the same time, whoever's address it is. */
  requestReset(email: string): Promise<void>
  isResetOpen(token: string): Promise<boolean>
  resetPassword(input: { token: string; password: string }): Promise<ResetOutcome>
  findEmailChange(token: string): Promise<EmailChangeView | null>
  answerEmailChange(input: { token: string; agree: boolean }): Promise<EmailChangeOutcome>
  /** Null: nobody is signed in. */
  findConfirm(): Promise<ConfirmView | null>
  askToConfirm(): Promise<PublicKeyCredentialRequestOptionsJSON | null>
  confirm(input: { password: string } | Proof): Promise<ConfirmOutcome>
}
