/**
 * What each staff role may do in the console: the one table that procedures, navigation and buttons ask. Pure and
 * safe for the browser.
 */
import type { StaffRole } from '#workflows/contracts/access.ts'

export const STAFF_PERMISSIONS = [
  'connections:view',
  'inbox:view',
  /** Bodies of events, masked, and what is read out of them. */
  'inbox:body',
  'tenants:view',
  /** Looks at a tenant through the eyes of one of its members; the customer reads of it. */
  'tenants:view_as',
  'links:create',
  /** Starts and cancels backfills. */
  'runs:manage',
] as const
export type StaffPermission = (typeof STAFF_PERMISSIONS)[number]

const ROLES: Readonly<Record<StaffRole, readonly StaffPermission[]>> = {
  agent: ['connections:view', 'inbox:view', 'tenants:view', 'tenants:view_as'],
  operations: STAFF_PERMISSIONS,
  admin: STAFF_PERMISSIONS,
}

/**
 * @example staffCan('agent', 'inbox:body') // false
 */
export const staffCan = (role: StaffRole, permission: StaffPermission): boolean =>
  ROLES[role].includes(permission)

/** Everything a role may do, in the order of the vocabulary. */
export const staffPermissionsOf = (role: StaffRole): StaffPermission[] =>
  STAFF_PERMISSIONS.filter((permission) => staffCan(role, permission))
