/** Every procedure of the console by its name. */
import { endSessions as endOwnSessions, sessions as listOwnSessions } from './account/sessions.ts'
import { rebuild } from './backfill/rebuild.ts'
import { reconcile } from './backfill/reconcile.ts'
import { resync } from './backfill/resync.ts'
import { start } from './backfill/start.ts'
import { get as getConnection } from './connections/get.ts'
import { list as listConnections } from './connections/list.ts'
import { pause, poll, resume } from './connections/verbs.ts'
import { get as getEvent } from './inbox/get.ts'
import { list as listInbox } from './inbox/list.ts'
import { dryRun, replay } from './inbox/replay.ts'
import { createStaffCallerFactory, staffRouter } from './init.ts'
import { create as createLink } from './links/create.ts'
import { cancel } from './runs/cancel.ts'
import { get as getRun } from './runs/get.ts'
import { approve, repair } from './runs/verbs.ts'
import { get as getSession } from './session/get.ts'
import * as colleague from './staff/change.ts'
import { invite } from './staff/invite.ts'
import { list as listStaff } from './staff/list.ts'
import { list as listTenants } from './tenants/list.ts'
import { members as listMembers } from './tenants/members.ts'
import { search as searchTenants } from './tenants/search.ts'
import { list as listUnmapped } from './unmapped/list.ts'
import { start as startView } from './view-as/start.ts'

export const adminRouter = staffRouter({
  admin: staffRouter({
    session: staffRouter({ get: getSession }),
    connections: staffRouter({ list: listConnections, get: getConnection, poll, pause, resume }),
    inbox: staffRouter({ list: listInbox, get: getEvent, replay, dryRun }),
    unmapped: staffRouter({ list: listUnmapped }),
    tenants: staffRouter({ list: listTenants, search: searchTenants, members: listMembers }),
    viewAs: staffRouter({ start: startView }),
    links: staffRouter({ create: createLink }),
    backfill: staffRouter({ start, resync, rebuild, reconcile }),
    runs: staffRouter({ get: getRun, cancel, approve, repair }),
    staff: staffRouter({ list: listStaff, invite, ...colleague }),
    account: staffRouter({ sessions: listOwnSessions, endSessions: endOwnSessions }),
  }),
})

export const createStaffCaller = createStaffCallerFactory(adminRouter)
