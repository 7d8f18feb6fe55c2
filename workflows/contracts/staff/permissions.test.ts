/** The staff roles cell by cell. */
import { expect, it } from 'vitest'
import { STAFF_ROLES } from '#workflows/contracts/access.ts'
import { staffCan, STAFF_PERMISSIONS, staffPermissionsOf } from './permissions.ts'

it('lets an agent look, without bodies and without verbs', () => {
  expect(staffPermissionsOf('agent')).toEqual([
    'connections:view',
    'inbox:view',
    'tenants:view',
    'tenants:view_as',
  ])
})

it('lets operations do everything but keep the accounts of staff, and an admin everything', () => {
  const withoutStaff = STAFF_PERMISSIONS.filter((permission) => permission !== 'staff:manage')
  expect(staffPermissionsOf('operations')).toEqual(withoutStaff)
  expect(staffPermissionsOf('admin')).toEqual([...STAFF_PERMISSIONS])
})

it('answers for every role and permission', () => {
  for (const role of STAFF_ROLES) {
    for (const permission of STAFF_PERMISSIONS) {
      expect(staffCan(role, permission)).toBe(staffPermissionsOf(role).includes(permission))
    }
  }
})
