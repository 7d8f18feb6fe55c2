/**
 * The words of the permission table: which modules exist, what can be done in them and how far it reaches.
 * The table itself is web/auth/permissions.ts; live events carry a module so that streams obey the same table.
 */
export const MODULES = [
  'orders',
  'projects',
  'billing',
  'company',
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

export const ROLE_PRESETS = ['admin', 'billing', 'project'] as const
export type RolePreset = (typeof ROLE_PRESETS)[number]

/** What people of the operator are, in the order of what they may do; the table is web/auth/staff/permissions.ts. */
export const STAFF_ROLES = ['agent', 'operations', 'admin'] as const
export type StaffRole = (typeof STAFF_ROLES)[number]
