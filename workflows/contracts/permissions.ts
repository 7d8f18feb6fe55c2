/**
 * The one permission table: preset × module × action × scope, and how roles become rights. tRPC, pages, navigation,
 * search, streams and exports all ask it, so what a page hides, a procedure refuses and a stream leaves out. Pure.
 */
import {
  ACTIONS,
  MODULES,
  type Action,
  type Grants,
  type Module,
  type Permission,
  type PermissionName,
  type RolePreset,
  type Scope,
} from './access.ts'

type ModuleGrant = NonNullable<Grants[Module]>

const EVERYTHING: ModuleGrant = {
  view: 'tenant',
  amounts: 'tenant',
  export: 'tenant',
  manage: 'tenant',
}
const READS: ModuleGrant = { view: 'tenant', amounts: 'tenant', export: 'tenant' }
const VIEW: ModuleGrant = { view: 'tenant' }

export const PRESETS: Readonly<Record<RolePreset, Grants>> = {
  admin: {
    orders: EVERYTHING,
    projects: EVERYTHING,
    billing: EVERYTHING,
    company: EVERYTHING,
    // What was written and said to colleagues too: with prices in it, and whatever else.
    communication: EVERYTHING,
    team: EVERYTHING,
    settings: EVERYTHING,
    audit: EVERYTHING,
  },
  billing: { billing: EVERYTHING, company: VIEW },
  // Sees every order and no money anywhere.
  project: {
    orders: { view: 'tenant', export: 'tenant' },
    projects: { view: 'tenant', export: 'tenant', manage: 'tenant' },
    company: VIEW,
  },
  // Follows what they ordered themselves, and nothing of their colleagues.
  requester: { orders: { view: 'own' }, company: VIEW },
  // Sees all there is and changes nothing.
  auditor: {
    orders: READS,
    projects: READS,
    billing: READS,
    company: READS,
    communication: READS,
    team: VIEW,
    settings: VIEW,
    audit: { view: 'tenant', export: 'tenant' },
  },
}

/** Modules whose records may belong to one member. */
export const OWNED: readonly Module[] = ['orders', 'projects', 'billing']

/** How far an action reaches; null when it is not granted. */
export function scopeOf(grants: Grants, { module, action }: Permission): Scope | null {
  return grants[module]?.[action] ?? null
}

/**
 * @example can(PRESETS.project, { module: 'orders', action: 'amounts' }) // false
 */
export function can(grants: Grants, permission: Permission): boolean {
  return scopeOf(grants, permission) !== null
}

/** Everything these rights hold, in the order of the vocabulary. */
export function permissionsOf(grants: Grants): PermissionName[] {
  return MODULES.flatMap((module) =>
    ACTIONS.filter((action) => can(grants, { module, action })).map(
      (action): PermissionName => `${module}:${action}`,
    ),
  )
}

/** The same rights over the member's own records only. */
export function ownRecordsOnly(grants: Grants): Grants {
  const narrowed: Partial<Record<Module, ModuleGrant>> = { ...grants }
  for (const module of OWNED) {
    const grant = grants[module]
    if (grant) narrowed[module] = mapScopes(grant, () => 'own')
  }
  return narrowed
}

/** Whether everything in `inner` is in `outer` too, as far or further: nobody grants what they do not have. */
export function covers(outer: Grants, inner: Grants): boolean {
  return MODULES.every((module) =>
    ACTIONS.every((action) => {
      const asked = scopeOf(inner, { module, action })
      const held = scopeOf(outer, { module, action })
      return asked === null || held === 'tenant' || held === asked
    }),
  )
}

/** Rights out of a stored role; words that no release knows (any more) grant nothing, and nothing without `view`. */
export function grantsOf(stored: unknown): Grants {
  const known: Partial<Record<Module, ModuleGrant>> = {}
  for (const module of MODULES) {
    const grant = propertyOf(stored, module)
    const scopes = ACTIONS.flatMap((action): [Action, Scope][] => {
      const scope = propertyOf(grant, action)
      return scope === 'own' || scope === 'tenant' ? [[action, scope]] : []
    })
    const view = scopes.find(([action]) => action === 'view')?.[1]
    // Nothing can be done where nothing is seen: an action reaches as far as the view, or is not granted.
    const reached = scopes.filter(([, scope]) => scope === 'tenant' || view === 'own')
    if (view) known[module] = Object.fromEntries(reached.map(([action]) => [action, view]))
  }
  return known
}

function mapScopes(grant: ModuleGrant, to: (scope: Scope) => Scope): ModuleGrant {
  return Object.fromEntries(Object.entries(grant).map(([action, scope]) => [action, to(scope)]))
}

function propertyOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined
}
