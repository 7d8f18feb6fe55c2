/**
 * An input for every procedure of the console, and the role matrix as it is meant: a procedure that is missing here,
 * or a cell that is not declared, fails the tests.
 */
import type { StaffRole } from '#workflows/contracts/access.ts'
import {
  newId,
  type ConnectionId,
  type InboxId,
  type RunId,
  type StaffId,
} from '#workflows/contracts/ids.ts'
import type { AdminApi } from '../admin/api.ts'
import type { World } from './world.ts'

/** What the probes are about. */
export interface StaffProbeFacts {
  world: World
  eventId: InboxId
  runId: RunId
  /** Of a reconciliation that found something. */
  reconciliationId: RunId
}

export interface StaffProbe {
  ask: (api: AdminApi, about: StaffProbeFacts) => Promise<unknown>
  allowed: readonly StaffRole[]
  /** It hands a command to Temporal. */
  acts?: true
}

const EVERYBODY = ['agent', 'operations', 'admin'] as const
const WITH_VERBS = ['operations', 'admin'] as const
const ADMINS = ['admin'] as const

export const wholeInbox = {
  connectionId: null,
  tenantId: null,
  outcome: null,
  kind: null,
  customer: null,
  since: null,
  q: '',
  before: null,
  limit: 50,
} as const

/** To the account of a colleague; whether there is one is looked at when the command runs. */
const onColleague = (
  act: Exclude<keyof AdminApi['staff'], 'list' | 'invite' | 'setRole'>,
): StaffProbe => ({
  ask: (api) => api.staff[act]({ commandId: newId(), staffId: newId<StaffId>() }),
  allowed: ADMINS,
  acts: true,
})

const REASON = 'Ticket 1042: the numbers look wrong'

/** What flows through a connection: read again, stopped, or let go on. */
const onFlow = (
  act: (
    api: AdminApi,
    about: { commandId: string; connectionId: ConnectionId; reason: string },
  ) => Promise<unknown>,
): StaffProbe => ({
  ask: (api, { world: { connectionId } }) =>
    act(api, { commandId: newId<string>(), connectionId, reason: REASON }),
  allowed: WITH_VERBS,
  acts: true,
})

export const STAFF_PROBES: Readonly<Record<string, StaffProbe>> = {
  'admin.session.get': { ask: (api) => api.session.get(), allowed: EVERYBODY },
  'admin.connections.list': { ask: (api) => api.connections.list(), allowed: EVERYBODY },
  'admin.connections.get': {
    ask: (api, { world }) => api.connections.get({ id: world.connectionId }),
    allowed: EVERYBODY,
  },
  'admin.inbox.list': { ask: (api) => api.inbox.list(wholeInbox), allowed: EVERYBODY },
  'admin.inbox.get': {
    ask: (api, { eventId }) => api.inbox.get({ id: eventId }),
    allowed: EVERYBODY,
  },
  'admin.unmapped.list': {
    ask: (api) => api.unmapped.list({ after: null, limit: 50 }),
    allowed: EVERYBODY,
  },
  'admin.tenants.list': {
    ask: (api) => api.tenants.list({ q: '', connectionId: null, after: null, limit: 50 }),
    allowed: EVERYBODY,
  },
  'admin.tenants.search': {
    ask: (api) => api.tenants.search({ q: 'north', limit: 5 }),
    allowed: EVERYBODY,
  },
  'admin.tenants.members': {
    ask: (api, { world }) => api.tenants.members({ tenantId: world.ours.id, q: '' }),
    allowed: EVERYBODY,
  },
  'admin.viewAs.start': {
    ask: (api, { world }) =>
      api.viewAs.start({
        tenantId: world.ours.id,
        personId: world.ours.members.admin.id,
        reason: 'Ticket 1042: an order is missing',
      }),
    allowed: EVERYBODY,
  },
  'admin.links.create': {
    ask: (api, { world }) =>
      api.links.create({
        commandId: newId(),
        connectionId: world.connectionId,
        externalId: 'C-9',
        tenantId: world.ours.id,
      }),
    allowed: WITH_VERBS,
    acts: true,
  },
  'admin.backfill.start': {
    ask: (api, { world }) =>
      api.backfill.start({ commandId: newId(), connectionId: world.connectionId }),
    allowed: WITH_VERBS,
    acts: true,
  },
  'admin.backfill.resync': onFlow((api, about) => api.backfill.resync({ ...about, kind: 'order' })),
  'admin.backfill.rebuild': onFlow((api, about) => api.backfill.rebuild({ ...about, kind: null })),
  'admin.backfill.reconcile': onFlow((api, about) =>
    api.backfill.reconcile({ ...about, kind: 'order', tenantId: null }),
  ),
  'admin.connections.poll': onFlow((api, about) => api.connections.poll(about)),
  'admin.connections.pause': onFlow((api, about) => api.connections.pause(about)),
  'admin.connections.resume': onFlow((api, about) => api.connections.resume(about)),
  'admin.inbox.replay': {
    ask: (api, { world, eventId }) =>
      api.inbox.replay({ commandId: newId(), connectionId: world.connectionId, eventId }),
    allowed: WITH_VERBS,
    acts: true,
  },
  'admin.inbox.dryRun': {
    ask: (api, { world, eventId }) =>
      api.inbox.dryRun({ commandId: newId(), connectionId: world.connectionId, eventId }),
    allowed: WITH_VERBS,
    acts: true,
  },
  'admin.runs.get': {
    ask: (api, { reconciliationId: id }) => api.runs.get({ id, after: null }),
    allowed: EVERYBODY,
  },
  'admin.runs.repair': {
    ask: (api, { reconciliationId: runId }) => api.runs.repair({ commandId: newId(), runId }),
    allowed: WITH_VERBS,
    acts: true,
  },
  'admin.runs.approve': {
    ask: (api, { runId }) => api.runs.approve({ commandId: newId(), runId }),
    allowed: WITH_VERBS,
    acts: true,
  },
  'admin.runs.cancel': {
    ask: (api, { runId }) => api.runs.cancel({ commandId: newId(), runId, reason: REASON }),
    allowed: WITH_VERBS,
    acts: true,
  },
  'admin.staff.list': { ask: (api) => api.staff.list(), allowed: ADMINS },
  'admin.staff.invite': {
    ask: (api) =>
      api.staff.invite({
        ...{ commandId: newId(), role: 'agent' },
        ...{ name: 'Ada Byron', email: 'ada@halden.example' },
      }),
    allowed: ADMINS,
    acts: true,
  },
  'admin.staff.setRole': {
    ask: (api) =>
      api.staff.setRole({ commandId: newId(), staffId: newId<StaffId>(), role: 'admin' }),
    allowed: ADMINS,
    acts: true,
  },
  'admin.staff.resend': onColleague('resend'),
  'admin.staff.withdraw': onColleague('withdraw'),
  'admin.staff.disable': onColleague('disable'),
  'admin.staff.enable': onColleague('enable'),
  'admin.staff.resetFactor': onColleague('resetFactor'),
  'admin.staff.endSessions': onColleague('endSessions'),
  'admin.account.sessions': { ask: (api) => api.account.sessions(), allowed: EVERYBODY },
  'admin.account.endSessions': {
    ask: (api) => api.account.endSessions({ handle: null }),
    allowed: EVERYBODY,
  },
}
