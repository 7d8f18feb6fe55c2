/**
 * An input for every procedure, and the role matrix as it is meant: the one file behind the generated probes. A
 * procedure that is missing here, or a cell that is not declared, fails the tests.
 */
import { ROLE_PRESETS, type RolePreset } from '#workflows/contracts/access.ts'
import { ACCOUNT_PROBES } from './account-probes.ts'
import { SIGN_ON_PROBES } from './sign-on-probes.ts'
import { newId } from '#workflows/contracts/ids.ts'
import type { Tenant, World } from './world.ts'

export interface Probe {
  /** An input about a thing of the given tenant. */
  input: (about: Tenant) => unknown
  /** Who gets an answer in the own tenant. */
  allowed: readonly RolePreset[]
  /** Who sees the module and may not do this; to everybody else it does not exist. */
  forbidden?: readonly RolePreset[]
  /** A mutation. */
  acts?: true
  /** For a mutation: prepares what it needs and gives an input that changes something; left out where `input` does. */
  changing?: (world: World, url: string) => unknown
  /** About the person who asks: the same answer whichever tenant is named. */
  account?: true
}

export const wholeList = {
  view: 'all',
  q: '',
  states: [],
  sites: [],
  placedFrom: null,
  placedTo: null,
  sort: 'changed',
  direction: 'desc',
  cursor: null,
  limit: 50,
} as const

export const wholeProjectList = {
  view: 'all',
  q: '',
  states: [],
  sort: 'changed',
  direction: 'desc',
  cursor: null,
  limit: 50,
} as const

export const wholeInvoiceList = {
  view: 'all',
  q: '',
  states: [],
  issuedFrom: null,
  issuedTo: null,
  sort: 'issued',
  direction: 'desc',
  cursor: null,
  limit: 50,
} as const

export const wholeAudit = {
  view: 'all',
  q: '',
  who: [],
  modules: [],
  groups: [],
  from: null,
  to: null,
  sort: 'at',
  direction: 'desc',
  cursor: null,
  limit: 50,
} as const

const EVERYBODY = ROLE_PRESETS
const WITH_ORDERS = ['admin', 'project', 'requester', 'auditor'] as const
const WITH_PROJECTS = ['admin', 'project', 'auditor'] as const
const WITH_BILLING = ['admin', 'billing', 'auditor'] as const
const WITH_TEAM = ['admin', 'auditor'] as const
const WITH_SETTINGS = ['admin', 'auditor'] as const

/** Somebody the test may change as it likes. */
const somebody = async (world: World, role: RolePreset = 'billing') => ({
  personId: (await world.addMember(world.ours, role)).id,
  version: 1,
})
const A_PROJECT_ROLE = { role: { type: 'preset', preset: 'project' }, ownOnly: true } as const
const MANAGES = { allowed: ['admin'], forbidden: ['auditor'], acts: true } as const
const newAddress = (): string => `${newId()}@invited.test`

const TEAM_PROBES: Readonly<Record<string, Probe>> = {
  'portal.team.list': { input: () => undefined, allowed: WITH_TEAM },
  'portal.team.preview': {
    input: (about) => ({
      ...A_PROJECT_ROLE,
      person: { type: 'member', id: about.members.billing.id },
      instead: null,
    }),
    allowed: ['admin'],
    forbidden: ['auditor'],
  },
  // What it already is: an answer, and nothing changes.
  'portal.team.update': {
    input: (about) => ({
      personId: about.members.billing.id,
      version: 1,
      role: { type: 'preset', preset: 'billing' },
      ownOnly: false,
    }),
    ...MANAGES,
    changing: async (world) => ({ ...(await somebody(world)), ...A_PROJECT_ROLE }),
  },
  // The last admin stays.
  'portal.team.remove': {
    input: (about) => ({ personId: about.members.admin.id, version: 1 }),
    ...MANAGES,
    changing: (world) => somebody(world),
  },
  'portal.team.transfer': {
    input: (about) => ({ personId: about.members.billing.id, version: 1 }),
    ...MANAGES,
    changing: (world) => somebody(world, 'admin'),
  },
  'portal.team.leave': {
    input: () => ({ confirm: 'not yet' }),
    allowed: ['auditor', 'admin', 'billing', 'project', 'requester'],
    acts: true,
    changing: (world) => ({ confirm: world.ours.slug }),
  },
  'portal.invitations.check': {
    input: () => ({ text: 'Ada <ada@invited.test>, nobody' }),
    allowed: ['admin'],
    forbidden: ['auditor'],
  },
  'portal.invitations.create': {
    input: () => ({ people: [{ email: newAddress(), ...A_PROJECT_ROLE }] }),
    ...MANAGES,
  },
  'portal.invitations.resend': { input: (about) => ({ id: about.invitationId }), ...MANAGES },
  'portal.invitations.revoke': { input: (about) => ({ id: about.invitationId }), ...MANAGES },
  'portal.roles.list': { input: () => undefined, allowed: WITH_TEAM },
  'portal.roles.create': {
    input: () => ({
      name: `Role ${newId()}`,
      modules: [{ module: 'orders', scope: 'own', actions: ['amounts'] }],
    }),
    ...MANAGES,
  },
  // What it already is.
  'portal.roles.update': {
    input: (about) => ({
      id: about.roleId,
      version: 1,
      name: `Buyer of ${about.slug}`,
      modules: [{ module: 'orders', scope: 'own', actions: ['amounts'] }],
    }),
    ...MANAGES,
    changing: (world) => ({
      id: world.ours.roleId,
      version: 1,
      name: 'Buyer of everything',
      modules: [{ module: 'orders', scope: 'tenant', actions: [] }],
    }),
  },
  // Somebody is invited with it.
  'portal.roles.remove': {
    input: (about) => ({ id: about.roleId, version: 1, replacement: null }),
    ...MANAGES,
    changing: async (world) => {
      const { rows } = await world.sql.query<{ version: number }>(
        'select version from roles where id = $1',
        [world.ours.roleId],
      )
      return {
        id: world.ours.roleId,
        version: rows[0]?.version,
        replacement: { type: 'preset', preset: 'requester' },
      }
    },
  },
}

export const PROBES: Readonly<Record<string, Probe>> = {
  ...ACCOUNT_PROBES,
  'portal.session.get': { input: () => undefined, allowed: EVERYBODY },
  'portal.freshness.get': { input: () => undefined, allowed: EVERYBODY },
  'portal.orders.list': { input: () => wholeList, allowed: WITH_ORDERS },
  'portal.orders.get': { input: (about) => ({ id: about.orderIds[0] }), allowed: WITH_ORDERS },
  'portal.orders.activity': { input: () => ({ limit: 20 }), allowed: WITH_ORDERS },
  'portal.orders.attention': { input: () => undefined, allowed: WITH_ORDERS },
  'portal.projects.list': { input: () => wholeProjectList, allowed: WITH_PROJECTS },
  'portal.projects.get': {
    input: (about) => ({ id: about.projectIds[0] }),
    allowed: WITH_PROJECTS,
  },
  'portal.projects.search': { input: () => ({ text: 'plant', limit: 7 }), allowed: WITH_PROJECTS },
  'portal.orders.search': { input: () => ({ text: 'valve', limit: 7 }), allowed: WITH_ORDERS },
  'portal.invoices.list': { input: () => wholeInvoiceList, allowed: WITH_BILLING },
  'portal.invoices.get': { input: (about) => ({ id: about.invoiceIds[0] }), allowed: WITH_BILLING },
  'portal.invoices.attention': { input: () => undefined, allowed: WITH_BILLING },
  'portal.invoices.outstanding': { input: () => undefined, allowed: WITH_BILLING },
  'portal.invoices.search': { input: () => ({ text: 'service', limit: 7 }), allowed: WITH_BILLING },
  'portal.plan.get': { input: () => undefined, allowed: WITH_BILLING },
  'portal.security.get': { input: () => undefined, allowed: WITH_SETTINGS },
  'portal.security.update': {
    input: () => ({ idleMinutes: 30, absoluteHours: 12, requireMfa: false }),
    allowed: ['admin'],
    forbidden: ['auditor'],
    acts: true,
    changing: () => ({ idleMinutes: 45, absoluteHours: 8, requireMfa: false }),
  },
  ...TEAM_PROBES,
  ...SIGN_ON_PROBES,
  'portal.audit.list': { input: () => wholeAudit, allowed: WITH_SETTINGS },
  'portal.company.get': { input: () => undefined, allowed: EVERYBODY },
  'portal.communication.list': {
    input: () => ({ view: 'all', cursor: null, limit: 50 }),
    allowed: ['admin', 'auditor'],
  },
}
