/** Inputs for the procedures of single sign-on; those that change settings are an admin's, and auditors see them. */
import { newId } from '#workflows/contracts/ids.ts'
import { createSigningKey } from '../auth/saml/testing/identity-provider.ts'
import { metadataOf } from '../auth/saml/testing/metadata.ts'
import type { Probe } from './procedures.ts'
import { addProvider, proveDomain } from './sso/providers.ts'
import type { World } from './world.ts'

function changesSettings(input: Probe['input'], changing?: Probe['changing']): Probe {
  const who = { allowed: ['admin'], forbidden: ['auditor'], acts: true } as const
  return { input, ...who, ...(changing ? { changing } : {}) }
}

const saml = (metadataXml: string) => ({
  ...{ id: null, kind: 'saml', name: 'Probe', issuer: '', clientId: '', clientSecret: '' },
  ...{ metadataUrl: '', metadataXml, maxAgeMinutes: null, groupsName: '', defaultRole: 'project' },
  groupRoles: [],
})

const newDomain = (): string => `d${newId<string>().replaceAll('-', '')}.example`
const provenDomain = async (world: World) => ({
  id: await proveDomain(world.sql, world.ours, newDomain()),
})

export const SIGN_ON_PROBES: Readonly<Record<string, Probe>> = {
  'portal.signOn.get': { input: () => undefined, allowed: ['admin', 'auditor'] },
  'portal.signOn.saveProvider': changesSettings(
    () => saml('none'),
    () => saml(metadataOf(createSigningKey().certificate)),
  ),
  'portal.signOn.setProviderState': changesSettings((about) => ({
    id: about.signOn.providerId,
    state: 'disabled',
  })),
  'portal.signOn.removeProvider': changesSettings(
    (about) => ({ id: about.id }),
    async (world) => ({
      id: await addProvider(world, world.ours, { kind: 'oidc', issuer: 'https://login.test' }),
    }),
  ),
  'portal.signOn.addDomain': changesSettings(
    () => ({ domain: 'gmail.com' }),
    () => ({ domain: newDomain() }),
  ),
  // Proven once, and its record is gone.
  'portal.signOn.checkDomain': changesSettings(
    (about) => ({ id: about.signOn.domainId }),
    provenDomain,
  ),
  'portal.signOn.removeDomain': changesSettings((about) => ({ id: about.id }), provenDomain),
  // Nobody depends on it, so what changes is that somebody was chosen once to come in otherwise.
  'portal.signOn.enforce': changesSettings(
    () => ({ on: false, breakGlassId: null }),
    async ({ sql, ours }) => {
      await sql.query(
        'update memberships set break_glass = true where tenant_id = $1 and person_id = $2',
        [ours.id, ours.members.admin.id],
      )
      return { on: false, breakGlassId: null }
    },
  ),
}
