/**
 * An input for every procedure, and the role matrix as it is meant: the one file behind the generated probes. A
 * procedure that is missing here, or a cell that is not declared, fails the tests.
 */
import { ROLE_PRESETS, type RolePreset } from '#workflows/contracts/access.ts'
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
  changing?: (world: World) => unknown
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
const WITH_BILLING = ['admin', 'billing', 'auditor'] as const
const WITH_SETTINGS = ['admin', 'auditor'] as const

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
    changing: () => ({ idleMinutes: 45, absoluteHours: 8, requireMfa: false }),
  },
  'portal.audit.list': { input: () => wholeAudit, allowed: WITH_SETTINGS },
  'portal.company.get': { input: () => undefined, allowed: EVERYBODY },
}
