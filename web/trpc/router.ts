/** Every procedure by its name. Pages use the type and the caller; nothing here runs on its own. */
import { createCallerFactory, router } from './init.ts'
import { account } from './routers/portal/account/index.ts'
import { list as listAudit } from './routers/portal/audit/list.ts'
import { list as listCommunication } from './routers/portal/communication/list.ts'
import { get as getCompany } from './routers/portal/company/get.ts'
import { get as getFreshness } from './routers/portal/freshness/get.ts'
import { attention as invoicesNeedingAttention } from './routers/portal/invoices/attention.ts'
import { get as getInvoice } from './routers/portal/invoices/get.ts'
import { list as listInvoices } from './routers/portal/invoices/list.ts'
import { outstanding } from './routers/portal/invoices/outstanding.ts'
import { search as searchInvoices } from './routers/portal/invoices/search.ts'
import { get as getPlan } from './routers/portal/plan/get.ts'
import { activity } from './routers/portal/orders/activity.ts'
import { attention } from './routers/portal/orders/attention.ts'
import { get as getOrder } from './routers/portal/orders/get.ts'
import { list as listOrders } from './routers/portal/orders/list.ts'
import { search as searchOrders } from './routers/portal/orders/search.ts'
import { get as getSecurity } from './routers/portal/security/get.ts'
import { update as updateSecurity } from './routers/portal/security/update.ts'
import { addDomain, checkDomain, removeDomain } from './routers/portal/sign-on/domains.ts'
import { enforce } from './routers/portal/sign-on/enforce.ts'
import { get as getSignOn } from './routers/portal/sign-on/get.ts'
import { removeProvider, setProviderState } from './routers/portal/sign-on/provider-state.ts'
import { saveProvider } from './routers/portal/sign-on/save-provider.ts'
import { check as checkAddresses } from './routers/portal/invitations/check.ts'
import { create as createInvitations } from './routers/portal/invitations/create.ts'
import { resend as resendInvitation } from './routers/portal/invitations/resend.ts'
import { revoke as revokeInvitation } from './routers/portal/invitations/revoke.ts'
import { get as getProject } from './routers/portal/projects/get.ts'
import { list as listProjects } from './routers/portal/projects/list.ts'
import { search as searchProjects } from './routers/portal/projects/search.ts'
import { create as createRole } from './routers/portal/roles/create.ts'
import { list as listRoles } from './routers/portal/roles/list.ts'
import { remove as removeRole } from './routers/portal/roles/remove.ts'
import { update as updateRole } from './routers/portal/roles/update.ts'
import { leave as leaveTeam } from './routers/portal/team/leave.ts'
import { list as listTeam } from './routers/portal/team/list.ts'
import { preview as previewAccess } from './routers/portal/team/preview.ts'
import { remove as removeMember } from './routers/portal/team/remove.ts'
import { transfer as transferTeam } from './routers/portal/team/transfer.ts'
import { update as updateMember } from './routers/portal/team/update.ts'
import { get as getSession } from './routers/portal/session/get.ts'

export const appRouter = router({
  portal: router({
    session: router({ get: getSession }),
    orders: router({
      list: listOrders,
      get: getOrder,
      activity,
      attention,
      search: searchOrders,
    }),
    projects: router({ list: listProjects, get: getProject, search: searchProjects }),
    invoices: router({
      list: listInvoices,
      get: getInvoice,
      attention: invoicesNeedingAttention,
      outstanding,
      search: searchInvoices,
    }),
    plan: router({ get: getPlan }),
    company: router({ get: getCompany }),
    communication: router({ list: listCommunication }),
    audit: router({ list: listAudit }),
    freshness: router({ get: getFreshness }),
    team: router({
      list: listTeam,
      update: updateMember,
      remove: removeMember,
      transfer: transferTeam,
      leave: leaveTeam,
      preview: previewAccess,
    }),
    invitations: router({
      check: checkAddresses,
      create: createInvitations,
      resend: resendInvitation,
      revoke: revokeInvitation,
    }),
    roles: router({
      list: listRoles,
      create: createRole,
      update: updateRole,
      remove: removeRole,
    }),
    security: router({ get: getSecurity, update: updateSecurity }),
    signOn: router({
      get: getSignOn,
      ...{ saveProvider, setProviderState, removeProvider },
      ...{ addDomain, checkDomain, removeDomain },
      enforce,
    }),
    account,
  }),
})

export type AppRouter = typeof appRouter
export const createCaller = createCallerFactory(appRouter)
