/** What the pages of the team and of its roles need from the server, as types only. */
import type {
  Grants,
  MemberRole,
  Module,
  PermissionName,
  RoleChoice,
  RolePreset,
} from '#workflows/contracts/access.ts'
import type { AddressProblem } from '#workflows/contracts/addresses.ts'
import type { RoleModule } from '#workflows/contracts/role-modules.ts'
import type { Money } from '#workflows/contracts/sources.ts'

export interface RoleWish {
  role: RoleChoice
  ownOnly: boolean
}

export interface MemberView {
  personId: string
  name: string
  email: string
  role: MemberRole
  ownOnly: boolean
  isOwner: boolean
  isActive: boolean
  /** Null: not known. */
  secondFactor: boolean | null
  sessions: number
  seenAt: string | null
  memberSince: string
  version: number
}

export interface InvitationView {
  id: string
  email: string
  role: MemberRole | null
  ownOnly: boolean
  state: 'pending' | 'expired' | 'accepted' | 'revoked'
  invitedBy: string | null
  sentAt: string
  expiresAt: string
  endedAt: string | null
}

/** `portal.team.list` */
export interface TeamView {
  members: MemberView[]
  invitations: InvitationView[]
  /** What can be chosen: every preset, and the tenant's own. */
  roles: MemberRole[]
  mayManage: boolean
  /** Whether this member may hand the tenant over. */
  mayTransfer: boolean
}

export interface MemberRef {
  personId: string
  version: number
}

export type MemberReason =
  'last_admin' | 'beyond_own_rights' | 'is_owner' | 'not_admin' | 'not_owner' | 'not_confirmed'
export type MemberOutcome = { type: 'saved' } | { type: 'refused'; reason: MemberReason }
export type RemoveOutcome =
  | { type: 'removed'; name: string; sessions: number; invitations: number }
  | { type: 'refused'; reason: MemberReason }

/** Records of one kind as somebody would see them. */
export interface SeenRecords {
  count: number
  /** Null without the right to see amounts. */
  sums: Money[] | null
  examples: { number: string; title: string | null }[]
}

export interface SeenThings {
  orders: SeenRecords | null
  invoices: SeenRecords | null
}

/** `portal.team.preview` */
export interface AccessPreview {
  ownOnly: boolean
  permissions: PermissionName[]
  sees: SeenThings
  /** What this member has now; null for somebody who is none. */
  before: SeenThings | null
  gains: PermissionName[]
  loses: PermissionName[]
  /** Modules of which only own records are left, or of which all are seen from now on. */
  narrowed: Module[]
  widened: Module[]
}

export interface PreviewInput {
  /** Of a role that is still being edited, its modules. */
  role: RoleChoice | { type: 'draft'; modules: RoleModule[] }
  ownOnly: boolean
  /** A member, an address that is invited, or nobody in particular. */
  person: { type: 'member'; id: string } | { type: 'address'; email: string } | null
  /** Of a role that is edited: what it holds now. */
  instead: RoleChoice | null
}

export type CheckedAddress =
  | { type: 'ready'; email: string }
  | { type: 'known'; email: string; as: 'member' | 'invited' }
  | { type: 'problem'; given: string; problem: AddressProblem }

export type InviteAnswer =
  | { type: 'invited'; email: string }
  | {
      type: 'refused'
      email: string
      reason: 'member' | 'invited' | 'beyond_own_rights' | 'full'
    }

export type InvitationOutcome =
  { type: 'done'; email: string } | { type: 'refused'; reason: 'not_open' | 'beyond_own_rights' }

export interface RoleView {
  id: string
  name: string
  modules: RoleModule[]
  version: number
  members: number
  invitations: number
}

/** `portal.roles.list` */
export interface RolesView {
  presets: { preset: RolePreset; grants: Grants; members: number }[]
  roles: RoleView[]
  mayManage: boolean
}

export interface RoleDraftInput {
  name: string
  modules: RoleModule[]
}

export type RoleReason = 'beyond_own_rights' | 'name_taken' | 'empty' | 'in_use' | 'full'
export type RoleOutcome = { type: 'saved'; id: string } | { type: 'refused'; reason: RoleReason }
export type RoleRemoveOutcome =
  { type: 'removed'; moved: number } | { type: 'refused'; reason: RoleReason }

export interface TeamApi {
  team: {
    list(): Promise<TeamView>
    update(input: MemberRef & RoleWish): Promise<MemberOutcome>
    remove(input: MemberRef): Promise<RemoveOutcome>
    transfer(input: MemberRef): Promise<MemberOutcome>
    leave(input: { confirm: string }): Promise<MemberOutcome>
    preview(input: PreviewInput): Promise<AccessPreview>
  }
  invitations: {
    check(input: { text: string }): Promise<CheckedAddress[]>
    create(input: { people: (RoleWish & { email: string })[] }): Promise<InviteAnswer[]>
    resend(input: { id: string }): Promise<InvitationOutcome>
    revoke(input: { id: string }): Promise<InvitationOutcome>
  }
  roles: {
    list(): Promise<RolesView>
    create(input: RoleDraftInput): Promise<RoleOutcome>
    update(input: RoleDraftInput & { id: string; version: number }): Promise<RoleOutcome>
    remove(input: {
      id: string
      version: number
      replacement: RoleChoice | null
    }): Promise<RoleRemoveOutcome>
  }
}
