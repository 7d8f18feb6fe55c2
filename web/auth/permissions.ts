/**
 * The one permission table: preset × module × action × scope. tRPC, navigation and `/live` all ask it,
 * so what a page hides, a procedure refuses and a stream leaves out. Pure and safe for the browser.
 */
import {
  ACTIONS,
  MODULES,
  type Action,
  type Module,
  type RolePreset,
  type Scope,
} from '#workflows/contracts/access.ts'

export interface Permission {
  module: Module
  action: Action
}

/** As it travels to pages, e.g. `orders:view`. */
export type PermissionName = `${Module}:${Action}`

type ModuleGrant = Readonly<Partial<Record<Action, Scope>>>
type Grants = Readonly<Partial<Record<Module, ModuleGrant>>>

const EVERYTHING: ModuleGrant = {
  view: 'tenant',
  amounts: 'tenant',
  export: 'tenant',
  manage: 'tenant',
}

const PRESETS: Readonly<Record<RolePreset, Grants>> = {
  admin: {
    orders: EVERYTHING,
    projects: EVERYTHING,
    billing: EVERYTHING,
    company: EVERYTHING,
    team: EVERYTHING,
    settings: EVERYTHING,
    audit: { view: 'tenant', export: 'tenant' },
  },
  billing: { billing: EVERYTHING, company: { view: 'tenant' } },
  // Sees every order and no money anywhere.
  project: {
    orders: { view: 'tenant', export: 'tenant' },
    projects: { view: 'tenant', export: 'tenant', manage: 'tenant' },
    company: { view: 'tenant' },
  },
}

/** How far an action reaches for a role; null when the role does not have it. */
export function scopeOf(role: RolePreset, permission: Permission): Scope | null {
  return PRESETS[role][permission.module]?.[permission.action] ?? null
}

/**
 * @example can('project', { module: 'orders', action: 'amounts' }) // false
 */
export function can(role: RolePreset, permission: Permission): boolean {
  return scopeOf(role, permission) !== null
}

/** Everything a role may do, in the order of the vocabulary. */
export function permissionsOf(role: RolePreset): PermissionName[] {
  return MODULES.flatMap((module) =>
    ACTIONS.filter((action) => can(role, { module, action })).map(
      (action): PermissionName => `${module}:${action}`,
    ),
  )
}
