/** What the editor of roles can say, and that nothing else is ever stored. */
import { describe, expect, it } from 'vitest'
import { MODULES, SCOPES } from './access.ts'
import { covers, grantsOf, permissionsOf, PRESETS } from './permissions.ts'
import { grantsOfModules, modulesOfGrants, OFFERED_ACTIONS } from './role-modules.ts'

describe('a role as it is edited', () => {
  it('is the same after a way through the rights and back, for every module and scope', () => {
    for (const module of MODULES) {
      for (const scope of SCOPES) {
        const chosen = [{ module, scope, actions: [...OFFERED_ACTIONS[module]] }]
        const grants = grantsOfModules(chosen)
        expect(grantsOf(JSON.parse(JSON.stringify(grants)))).toEqual(grants)
        expect(grantsOfModules(modulesOfGrants(grants))).toEqual(grants)
        expect(covers(PRESETS.admin, grants)).toBe(true)
      }
    }
  })

  it('has no action without the view, none that the module does not offer, and money with every invoice', () => {
    const grants = grantsOfModules([
      { module: 'billing', scope: 'own', actions: [] },
      { module: 'audit', scope: 'own', actions: ['manage'] },
    ])
    expect(permissionsOf(grants)).toEqual(['billing:view', 'billing:amounts', 'audit:view'])
    // A log has no owner.
    expect(grants.audit).toEqual({ view: 'tenant' })
  })
})

describe('stored rights', () => {
  it('reach no further than what is seen', () => {
    expect(grantsOf({ orders: { view: 'own', export: 'tenant' } })).toEqual({
      orders: { view: 'own', export: 'own' },
    })
    expect(grantsOf({ orders: { view: 'tenant', amounts: 'own' } })).toEqual({
      orders: { view: 'tenant' },
    })
  })
})
