/** The presets as product.md tells them, cell by cell; and what becomes of rights that are stored or narrowed. */
import { describe, expect, it } from 'vitest'
import { ACTIONS, MODULES, ROLE_PRESETS } from './access.ts'
import {
  can,
  covers,
  grantsOf,
  ownRecordsOnly,
  permissionsOf,
  PRESETS,
  scopeOf,
} from './permissions.ts'

describe('the permission table', () => {
  it('lets an admin do everything in the whole tenant', () => {
    for (const module of MODULES) {
      for (const action of ACTIONS)
        expect(scopeOf(PRESETS.admin, { module, action })).toBe('tenant')
    }
  })

  it('shows billing people money and who their company is', () => {
    expect(permissionsOf(PRESETS.billing)).toEqual([
      'billing:view',
      'billing:amounts',
      'billing:export',
      'billing:manage',
      'company:view',
    ])
  })

  it('shows project people orders and projects without amounts', () => {
    expect(permissionsOf(PRESETS.project)).toEqual([
      'orders:view',
      'orders:export',
      'projects:view',
      'projects:export',
      'projects:manage',
      'company:view',
    ])
  })

  it('shows a requester their own orders', () => {
    expect(permissionsOf(PRESETS.requester)).toEqual(['orders:view', 'company:view'])
    expect(scopeOf(PRESETS.requester, { module: 'orders', action: 'view' })).toBe('own')
  })

  it('lets an auditor see everything and manage nothing', () => {
    for (const module of MODULES) {
      expect(can(PRESETS.auditor, { module, action: 'view' })).toBe(true)
      expect(can(PRESETS.auditor, { module, action: 'manage' })).toBe(false)
    }
  })

  it('narrows records to those of the member, and leaves the rest', () => {
    const own = ownRecordsOnly(PRESETS.admin)
    expect(scopeOf(own, { module: 'billing', action: 'amounts' })).toBe('own')
    expect(scopeOf(own, { module: 'team', action: 'manage' })).toBe('tenant')
  })

  it('tells who may grant what', () => {
    for (const preset of ROLE_PRESETS) {
      expect(covers(PRESETS.admin, PRESETS[preset])).toBe(true)
      expect(covers(PRESETS[preset], PRESETS.admin)).toBe(preset === 'admin')
    }
    expect(covers(PRESETS.requester, PRESETS.project)).toBe(false)
    expect(covers(ownRecordsOnly(PRESETS.admin), PRESETS.project)).toBe(false)
  })

  it('reads stored rights word by word, and none without view', () => {
    const stored = JSON.parse(
      '{"orders":{"view":"own","amounts":"all"},"billing":{"export":"tenant"},"nonsense":{"view":"tenant"},"__proto__":{"team":{"view":"tenant"}}}',
    ) as unknown
    expect(grantsOf(stored)).toEqual({ orders: { view: 'own' } })
    for (const nothing of [null, 1, 'x', [], { orders: 'tenant' }]) {
      expect(grantsOf(nothing)).toEqual({})
    }
  })
})
