/** The presets as product.md tells them, cell by cell. */
import { describe, expect, it } from 'vitest'
import { ACTIONS, MODULES, ROLE_PRESETS } from '#workflows/contracts/access.ts'
import { can, permissionsOf, scopeOf } from './permissions.ts'

describe('the permission table', () => {
  it('lets an admin do everything in the whole tenant', () => {
    for (const module of MODULES) {
      for (const action of ACTIONS) expect(scopeOf('admin', { module, action })).toBe('tenant')
    }
  })

  it('shows billing people money and who their company is', () => {
    expect(permissionsOf('billing')).toEqual([
      'billing:view',
      'billing:amounts',
      'billing:export',
      'billing:manage',
      'company:view',
    ])
  })

  it('shows project people orders and projects without amounts', () => {
    expect(permissionsOf('project')).toEqual([
      'orders:view',
      'orders:export',
      'projects:view',
      'projects:export',
      'projects:manage',
      'company:view',
    ])
  })

  it('answers for every preset, module and action', () => {
    for (const role of ROLE_PRESETS) {
      for (const module of MODULES) {
        for (const action of ACTIONS) {
          expect(can(role, { module, action })).toBe(scopeOf(role, { module, action }) !== null)
        }
      }
    }
  })
})
