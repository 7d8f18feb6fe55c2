/** What the console's pages need from the server, as types only: its procedures say themselves what they return. */
import type { StaffRole } from '#workflows/contracts/access.ts'
import type { PasswordFault } from '../auth/passwords/password-rules.ts'
import type { StaffStep } from '../auth/staff/second-step.ts'
import type { createStaffCaller } from '../trpc/admin/router.ts'

export type AdminApi = ReturnType<typeof createStaffCaller>['admin']

type Answer<T extends (input: never) => Promise<unknown>> = Awaited<ReturnType<T>>

export type ConsoleSession = Answer<AdminApi['session']['get']>
export type ConnectionsView = Answer<AdminApi['connections']['list']>
export type ConnectionFacts = ConnectionsView['connections'][number]
export type ConnectionView = Answer<AdminApi['connections']['get']>
export type RunView = ConnectionView['runs'][number]
export type ReconciliationView = Answer<AdminApi['runs']['get']>
export type DifferenceView = ReconciliationView['differences'][number]
export type Refusals = ConnectionView['refusals']
export type InboxView = Answer<AdminApi['inbox']['list']>
export type InboxRow = InboxView['rows'][number]
export type InboxEventView = Answer<AdminApi['inbox']['get']>
export type UnmappedView = Answer<AdminApi['unmapped']['list']>
export type UnmappedGroup = UnmappedView['groups'][number]
export type TenantsView = Answer<AdminApi['tenants']['list']>
export type TenantRow = TenantsView['rows'][number]
export type TenantChoice = Answer<AdminApi['tenants']['search']>[number]
export type MembersView = Answer<AdminApi['tenants']['members']>
export type MemberChoice = MembersView['members'][number]
export type StaffView = Answer<AdminApi['staff']['list']>
export type StaffRow = StaffView['staff'][number]
export type StaffDeed = StaffView['deeds'][number]
export type OwnStaffSession = Answer<AdminApi['account']['sessions']>[number]
export type Capped = ConnectionFacts['backlog']

export type StaffSignInOutcome =
  /** The password was right; `to`: where the second factor is asked for. */
  | { type: 'second_step'; to: string; setCookie: string[] }
  | { type: 'refused' }
  | { type: 'too_many_tries'; retryAfterSeconds: number }

export type StaffStepOutcome =
  /** `to`: a path of the console. `recoveryCodes`: of a factor that was just set up, shown once. */
  | { type: 'signed_in'; to: string; recoveryCodes: string[] | null; setCookie: string[] }
  | { type: 'wrong' }
  /** The password has to be given again. */
  | { type: 'over'; setCookie: string[] }
  | { type: 'too_many_tries'; retryAfterSeconds: number }

/** The console's door. */
export interface StaffSessionPort {
  isSignedIn(): Promise<boolean>
  /** `next` if it is a path of the console, else its start page. */
  pathOf(next: string | null): string
  signIn(input: {
    email: string
    password: string
    next: string | null
  }): Promise<StaffSignInOutcome>
  /** What the half-done sign-in of this browser asks for; null: there is none. */
  findStep(): Promise<StaffStep | null>
  /** @param input `code`: of the app, or a recovery code */
  finishStep(input: { code: string; next: string | null }): Promise<StaffStepOutcome>
  /** Ends the session of this request. */
  signOut(): Promise<{ setCookie: string[] }>
}

/** What is behind the link of an invitation. */
export type StaffInvitationSight =
  { type: 'open'; name: string; email: string; role: StaffRole } | { type: 'gone' }

export type StaffJoinFault = PasswordFault | 'busy'

export type StaffJoinOutcome =
  /** `to`: where the second factor is set up. */
  | { type: 'joined'; to: string; setCookie: string[] }
  | { type: 'refused'; fault: StaffJoinFault }
  | { type: 'gone' }

/** Joining staff by invitation. */
export interface StaffInvitationPort {
  find(token: string): Promise<StaffInvitationSight>
  accept(token: string, password: string): Promise<StaffJoinOutcome>
}

/** Everything of the console that a request can reach. */
export interface ConsolePort {
  api: AdminApi
  session: StaffSessionPort
  invitation: StaffInvitationPort
}
