/** The parts of the settings, in the order of their tabs; each is shown to those only who may see it. */
import type { PermissionName } from '#workflows/contracts/access.ts'

export interface SettingsPart {
  name: 'people' | 'roles' | 'security' | 'sign-on' | 'audit'
  path: string
  needs: PermissionName
}

const PARTS: readonly SettingsPart[] = [
  { name: 'people', path: 'people', needs: 'team:view' },
  { name: 'roles', path: 'roles', needs: 'team:view' },
  { name: 'security', path: 'security', needs: 'settings:view' },
  { name: 'sign-on', path: 'sign-on', needs: 'settings:view' },
  { name: 'audit', path: 'audit', needs: 'audit:view' },
]

export const settingsFor = (permissions: readonly PermissionName[]): SettingsPart[] =>
  PARTS.filter(({ needs }) => permissions.includes(needs))
