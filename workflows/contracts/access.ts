/**
 * The words of the permission table: which modules exist, what can be done in them and how far it reaches.
 * The table itself is permissions.ts; live events carry a module so that streams obey the same table.
 */
import type { RoleId } from './ids.ts'

export const MODULES = [
  'orders',
  'projects',
  'billing',
  'company',
  'communication',
  'team',
  'settings',
  'audit',
] as const
export type Module = (typeof MODULES)[number]

/** `amounts` is seeing money on a module's objects; a Project member has `view` without it. */
export const ACTIONS = ['view', 'amounts', 'export', 'manage'] as const
export type Action = (typeof ACTIONS)[number]

/** `own`: records whose owner is the member; `tenant`: every record of the tenant. */
export const SCOPES = ['own', 'tenant'] as const
export type Scope = (typeof SCOPES)[number]

/** Rights as data: what is not there is not allowed. */
export type Grants = Readonly<Partial<Record<Module, Readonly<Partial<Record<Action, Scope>>>>>>

export interface Permission {
  module: Module
  action: Action
}

/** As it travels to pages, e.g. `orders:view`. */
export type PermissionName = `${Module}:${Action}`

export const ROLE_PRESETS = ['admin', 'billing', 'project', 'requester', 'auditor'] as const
export type RolePreset = (typeof ROLE_PRESETS)[number]

/** What a member is called; a custom role is the tenant's own. */
export type MemberRole =
  { type: 'preset'; preset: RolePreset } | { type: 'custom'; id: RoleId; name: string }

/** A role as it is chosen, for one member or one invitation. */
export type RoleChoice = { type: 'preset'; preset: RolePreset } | { type: 'custom'; id: RoleId }

/** What stands between a session and a tenant: its policy wants a second factor, its own sign-on, or another sign-in. */
export const SESSION_GATES = ['mfa', 'sso', 'sign_in'] as const
export type SessionGate = (typeof SESSION_GATES)[number]

export const SESSION_METHODS = ['password', 'passkey', 'sso'] as const
export type SessionMethod = (typeof SESSION_METHODS)[number]

/** What people of the operator are, in the order of what they may do; the table is contracts/staff/permissions.ts. */
export const STAFF_ROLES = ['agent', 'operations', 'admin'] as const
export type StaffRole = (typeof STAFF_ROLES)[number]
