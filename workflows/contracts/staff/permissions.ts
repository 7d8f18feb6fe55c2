/**
 * What each staff role may do in the console: the one table that procedures, navigation, buttons and, when a command
 * runs, the worker ask. Pure and safe for the browser.
 */
import type { StaffRole } from '../access.ts'
import type { StaffCommand } from '../console.ts'

export const STAFF_PERMISSIONS = [
  'connections:view',
  'inbox:view',
  /** Bodies of events, masked, and what is read out of them. */
  'inbox:body',
  'tenants:view',
  /** Looks at a tenant through the eyes of one of its members; the customer reads of it. */
  'tenants:view_as',
  'links:create',
  /** Starts and cancels runs, agrees to what they remove, pauses and resumes connections, tries events again. */
  'runs:manage',
  /** Sees and keeps the accounts of colleagues. */
  'staff:manage',
] as const
export type StaffPermission = (typeof STAFF_PERMISSIONS)[number]

const AGENT = ['connections:view', 'inbox:view', 'tenants:view', 'tenants:view_as'] as const
const OPERATIONS = [...AGENT, 'inbox:body', 'links:create', 'runs:manage'] as const

const ROLES: Readonly<Record<StaffRole, readonly StaffPermission[]>> = {
  agent: AGENT,
  operations: OPERATIONS,
  admin: STAFF_PERMISSIONS,
}

/** What each command needs, both when the button is pressed and when it is carried out. */
export const COMMAND_NEEDS: Readonly<Record<StaffCommand['type'], StaffPermission>> = {
  link: 'links:create',
  backfill: 'runs:manage',
  resync: 'runs:manage',
  rebuild: 'runs:manage',
  approve_deletions: 'runs:manage',
  reconcile: 'runs:manage',
  repair: 'runs:manage',
  cancel_run: 'runs:manage',
  poll: 'runs:manage',
  pause: 'runs:manage',
  resume: 'runs:manage',
  replay: 'runs:manage',
  dry_run: 'runs:manage',
  staff_invite: 'staff:manage',
  staff_resend: 'staff:manage',
  staff_withdraw: 'staff:manage',
  staff_role: 'staff:manage',
  staff_disable: 'staff:manage',
  staff_enable: 'staff:manage',
  staff_reset_factor: 'staff:manage',
  staff_end_sessions: 'staff:manage',
}

/**
 * @example staffCan('agent', 'inbox:body') // false
 */
export const staffCan = (role: StaffRole, permission: StaffPermission): boolean =>
  ROLES[role].includes(permission)

/** Everything a role may do, in the order of the vocabulary. */
export const staffPermissionsOf = (role: StaffRole): StaffPermission[] =>
  STAFF_PERMISSIONS.filter((permission) => staffCan(role, permission))
