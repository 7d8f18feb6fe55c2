/** What the page behind an invitation's link needs from the server, as types only. */
import type { MemberRole } from '#workflows/contracts/access.ts'
import type { TenantBrief } from '../api.ts'

/**
 * `new`: no account yet, chooses a name and password. `sign_in`: has an account. `join`: is signed in with it.
 * `other`: somebody else is signed in. `sso`: the tenant takes its own single sign-on only.
 */
export type InvitationWay = 'new' | 'sign_in' | 'join' | 'other' | 'sso'

export type InvitationSight =
  /** Used, withdrawn, run out or never issued: all the same. */
  | { type: 'gone'; operator: { name: string } }
  | {
      type: 'open'
      way: InvitationWay
      operator: { name: string }
      tenant: TenantBrief
      inviter: string
      email: string
      role: MemberRole
      ownOnly: boolean
      /** Address of whoever is signed in; null: nobody. */
      signedInAs: string | null
    }

export type JoinFault = 'name' | 'too_short' | 'too_long' | 'common' | 'personal' | 'busy'

export type JoinOutcome =
  | { type: 'joined'; to: string; setCookie: string[] }
  | { type: 'gone' }
  | { type: 'refused'; faults: JoinFault[] }
  /** Not by this way (any more): the page says which. */
  | { type: 'changed' }

export interface InvitationPort {
  find(token: string): Promise<InvitationSight>
  /** @param newcomer what a person without an account fills in; null for one who has it */
  accept(token: string, newcomer: { name: string; password: string } | null): Promise<JoinOutcome>
}
