/**
 * An input for every procedure, and the role matrix as it is meant: the one file behind the generated probes. A
 * procedure that is missing here, or a cell that is not declared, fails the tests.
 */
import { ROLE_PRESETS, type RolePreset } from '#workflows/contracts/access.ts'
import type { Tenant } from './world.ts'

export interface Probe {
  /** An input about a thing of the given tenant. */
  input: (about: Tenant) => unknown
  /** Who gets an answer in the own tenant. */
  allowed: readonly RolePreset[]
  /** Who sees the module and may not do this; to everybody else it does not exist. */
  forbidden?: readonly RolePreset[]
  /** A mutation. */
  acts?: true
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

const EVERYBODY = ROLE_PRESETS
const WITH_ORDERS = ['admin', 'project', 'requester', 'auditor'] as const
const WITH_BILLING = ['admin', 'billing', 'auditor'] as const
const WITH_SETTINGS = ['admin', 'auditor'] as const

/** A mutation of the settings: admins may, auditors see and may not. */
function changesSettings(input: Probe['input']): Probe {
  return { input, allowed: ['admin'], forbidden: ['auditor'], acts: true }
}

export const PROBES: Readonly<Record<string, Probe>> = {
  'portal.session.get': { input: () => undefined, allowed: EVERYBODY },
  'portal.freshness.get': { input: () => undefined, allowed: EVERYBODY },
  'portal.orders.list': { input: () => wholeList, allowed: WITH_ORDERS },
  'portal.orders.get': { input: (about) => ({ id: about.orderIds[0] }), allowed: WITH_ORDERS },
  'portal.orders.activity': { input: () => ({ limit: 20 }), allowed: WITH_ORDERS },
  'portal.orders.attention': { input: () => undefined, allowed: WITH_ORDERS },
  'portal.orders.search': { input: () => ({ text: 'valve', limit: 7 }), allowed: WITH_ORDERS },
  'portal.invoices.list': { input: () => wholeInvoiceList, allowed: WITH_BILLING },
  'portal.invoices.get': { input: (about) => ({ id: about.invoiceIds[0] }), allowed: WITH_BILLING },
  'portal.invoices.attention': { input: () => undefined, allowed: WITH_BILLING },
  'portal.invoices.outstanding': { input: () => undefined, allowed: WITH_BILLING },
  'portal.invoices.search': { input: () => ({ text: 'service', limit: 7 }), allowed: WITH_BILLING },
  'portal.security.get': { input: () => undefined, allowed: WITH_SETTINGS },
  'portal.security.update': {
    input: () => ({ idleMinutes: 30, absoluteHours: 12, requireMfa: false }),
    allowed: ['admin'],
    forbidden: ['auditor'],
    acts: true,
  },
  'portal.signOn.get': { input: () => undefined, allowed: WITH_SETTINGS },
  'portal.signOn.saveProvider': changesSettings(() => ({
    ...{ id: null, kind: 'saml', name: 'Probe', issuer: '', clientId: '', clientSecret: '' },
    ...{ metadataUrl: '', metadataXml: 'none', groupsName: '', defaultRole: 'project' },
    groupRoles: [],
  })),
  'portal.signOn.setProviderState': changesSettings((about) => ({
    id: about.signOn.providerId,
    state: 'disabled',
  })),
  'portal.signOn.removeProvider': changesSettings((about) => ({ id: about.id })),
  'portal.signOn.addDomain': changesSettings(() => ({ domain: 'gmail.com' })),
  'portal.signOn.checkDomain': changesSettings((about) => ({ id: about.signOn.domainId })),
  'portal.signOn.removeDomain': changesSettings((about) => ({ id: about.id })),
  'portal.signOn.enforce': changesSettings(() => ({ on: false, breakGlassId: null })),
  'portal.company.get': { input: () => undefined, allowed: EVERYBODY },
}
