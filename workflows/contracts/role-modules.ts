/**
 * A role of a tenant's own as it is edited: per module how far it reaches and what may be done. Rights are made from
 * that, never taken as given, so that none can be stored that makes no sense. Pure, and safe in a browser.
 */
import { MODULES, type Action, type Grants, type Module, type Scope } from './access.ts'
import { can, OWNED, scopeOf } from './permissions.ts'

/** What can be granted besides seeing a module. An invoice is its amount, so money is not a choice there. */
export const OFFERED_ACTIONS = {
  orders: ['amounts', 'export', 'manage'],
  projects: ['export', 'manage'],
  billing: ['export', 'manage'],
  company: ['manage'],
  communication: [],
  team: ['manage'],
  settings: ['manage'],
  audit: ['export'],
} as const satisfies Record<Module, readonly Action[]>

export type OfferedAction = Exclude<Action, 'view'>

export interface RoleModule {
  module: Module
  scope: Scope
  /** Besides seeing it. */
  actions: readonly OfferedAction[]
}

const isOffered = (module: Module, action: OfferedAction): boolean =>
  (OFFERED_ACTIONS[module] as readonly OfferedAction[]).includes(action)

/** A module is there once at most: of two entries the last one holds. What a module does not offer is left out. */
export function grantsOfModules(modules: readonly RoleModule[]): Grants {
  return Object.fromEntries(
    modules.map(({ module, scope, actions }) => {
      const reach: Scope = OWNED.includes(module) ? scope : 'tenant'
      const own = actions.filter((action) => isOffered(module, action))
      const all: Action[] = ['view', ...(module === 'billing' ? ['amounts' as const] : []), ...own]
      return [module, Object.fromEntries(all.map((action) => [action, reach]))]
    }),
  )
}

/** The way back, for the editor and for comparing; in the order of the vocabulary. */
export function modulesOfGrants(grants: Grants): RoleModule[] {
  return MODULES.flatMap((module): RoleModule[] => {
    const scope = scopeOf(grants, { module, action: 'view' })
    if (scope === null) return []
    const actions = OFFERED_ACTIONS[module].filter((action) => can(grants, { module, action }))
    return [{ module, scope, actions }]
  })
}
