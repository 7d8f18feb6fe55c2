/** What was pressed and typed on the page of single sign-on; what is wrong with it is the procedure's to say. */
import { formText } from '../../../ui/form/form-text.ts'
import { ROLE_PRESETS, type RolePreset } from '#workflows/contracts/access.ts'
import type { GroupRoleView, ProviderInput, SignOnApi, SignOnOutcome } from './api.ts'

const roleOf = (text: string): RolePreset =>
  ROLE_PRESETS.find((preset) => preset === text) ?? 'requester'

/** One `group = role` a line; a line that names no role is for the default one. */
export function readGroupRoles(text: string): GroupRoleView[] {
  return text.split('\n').flatMap((line) => {
    const at = line.lastIndexOf('=')
    const group = line.slice(0, at).trim()
    return at > 0 && group !== '' ? [{ group, role: roleOf(line.slice(at + 1).trim()) }] : []
  })
}

export const printGroupRoles = (roles: readonly GroupRoleView[]): string =>
  roles.map(({ group, role }) => `${group} = ${role}`).join('\n')

/** @returns null for a button this page does not have */
export function actOn(api: SignOnApi, form: FormData): Promise<SignOnOutcome> | null {
  const field = (name: string): string => formText(form, name)
  const id = field('id')
  switch (field('do')) {
    case 'save':
      return api.saveProvider(readProvider(field))
    case 'use':
      return api.setProviderState({ id, state: 'active' })
    case 'off':
      return api.setProviderState({ id, state: 'disabled' })
    case 'remove':
      return api.removeProvider({ id })
    case 'add-domain':
      return api.addDomain({ domain: field('domain') })
    case 'check-domain':
      return api.checkDomain({ id })
    case 'remove-domain':
      return api.removeDomain({ id })
    case 'enforce':
      return api.enforce({ on: true, breakGlassId: field('breakGlassId') || null })
    case 'allow':
      return api.enforce({ on: false, breakGlassId: null })
    default:
      return null
  }
}

function readProvider(field: (name: string) => string): ProviderInput {
  return {
    id: field('id') || null,
    kind: field('kind') === 'saml' ? 'saml' : 'oidc',
    ...{ name: field('name'), issuer: field('issuer'), clientId: field('clientId') },
    ...{ clientSecret: field('clientSecret'), metadataUrl: field('metadataUrl') },
    ...{ metadataXml: field('metadataXml'), groupsName: field('groupsName') },
    maxAgeMinutes: Number(field('maxAgeMinutes')) || null,
    defaultRole: roleOf(field('defaultRole')),
    groupRoles: readGroupRoles(field('groupRoles')),
  }
}
