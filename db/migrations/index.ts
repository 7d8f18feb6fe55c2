/** Every migration in its order. A list, not a folder scan: helpers lie beside the migrations. */
import type { Migration } from 'kysely/migration'
import * as foundation from './hub/0001-foundation.ts'
import * as people from './hub/0002-people.ts'
import * as hub from './hub/0003-hub.ts'
import * as orders from './hub/0004-orders.ts'
import * as liveAndAudit from './hub/0005-live-and-audit.ts'
import * as signInLookups from './hub/0006-sign-in-lookups.ts'
import * as intakeLookups from './hub/0007-intake-lookups.ts'
import * as tenantLookups from './hub/0008-tenant-lookups.ts'
import * as sessionRules from './hub/0009-session-rules.ts'
import * as crmAndBilling from './hub/0010-crm-and-billing.ts'
import * as staffSessions from './hub/0011-staff-sessions.ts'
import * as unresolvedAndStaffActions from './hub/0012-unresolved-and-staff-actions.ts'
import * as accessAndSessions from './identity/0013-access-and-sessions.ts'
import * as auditChain from './identity/0014-audit-chain.ts'
import * as singleUseAndMail from './identity/0015-single-use-and-mail.ts'
import * as singleSignOn from './identity/0016-single-sign-on.ts'
import * as teams from './identity/0017-teams.ts'
import * as factorsAndAccounts from './identity/0018-factors-and-accounts.ts'
import * as staffIdentity from './identity/0019-staff-identity.ts'
import * as staffAccounts from './identity/0020-staff-accounts.ts'
import * as certificatesAndAge from './identity/0021-certificates-and-age.ts'
import * as projects from './hub/0022-projects.ts'
import * as subscriptions from './hub/0023-subscriptions.ts'
import * as deleteDetection from './hub/0024-delete-detection.ts'
import * as backups from './hub/0025-backups.ts'
import * as staffWayBack from './identity/0026-staff-way-back.ts'
import * as pace from './hub/0027-pace.ts'
import * as operatorVerbs from './hub/0028-operator-verbs.ts'
import * as requestBudgets from './hub/0029-request-budgets.ts'
import * as merges from './hub/0030-merges.ts'
import * as erasure from './hub/0031-erasure.ts'
import * as engagements from './hub/0032-engagements.ts'
import * as retentionByTenant from './hub/0033-retention-by-tenant.ts'
import * as claimedAt from './hub/0034-claimed-at.ts'
import * as returns from './hub/0035-returns.ts'
import * as unheard from './hub/0036-unheard.ts'
import * as firstStatistics from './hub/0037-first-statistics.ts'
import * as lanesBehind from './hub/0040-lanes-behind.ts'
import * as lanesByDueTime from './hub/0041-lanes-by-due-time.ts'
import * as inboxWaits from './hub/0042-inbox-waits.ts'
import * as retiringSecrets from './hub/0043-retiring-secrets.ts'
import * as reconcile from './hub/0044-reconcile.ts'

export const migrations: Record<string, Migration> = {
  '0001-foundation': foundation,
  '0002-people': people,
  '0003-hub': hub,
  '0004-orders': orders,
  '0005-live-and-audit': liveAndAudit,
  '0006-sign-in-lookups': signInLookups,
  '0007-intake-lookups': intakeLookups,
  '0008-tenant-lookups': tenantLookups,
  '0009-session-rules': sessionRules,
  '0010-crm-and-billing': crmAndBilling,
  '0011-staff-sessions': staffSessions,
  '0012-unresolved-and-staff-actions': unresolvedAndStaffActions,
  '0013-access-and-sessions': accessAndSessions,
  '0014-audit-chain': auditChain,
  '0015-single-use-and-mail': singleUseAndMail,
  '0016-single-sign-on': singleSignOn,
  '0017-teams': teams,
  '0018-factors-and-accounts': factorsAndAccounts,
  '0019-staff-identity': staffIdentity,
  '0020-staff-accounts': staffAccounts,
  '0021-certificates-and-age': certificatesAndAge,
  '0022-projects': projects,
  '0023-subscriptions': subscriptions,
  '0024-delete-detection': deleteDetection,
  '0025-backups': backups,
  '0026-staff-way-back': staffWayBack,
  '0027-pace': pace,
  '0028-operator-verbs': operatorVerbs,
  '0029-request-budgets': requestBudgets,
  '0030-merges': merges,
  '0031-erasure': erasure,
  '0032-engagements': engagements,
  '0033-retention-by-tenant': retentionByTenant,
  '0034-claimed-at': claimedAt,
  '0035-returns': returns,
  '0036-unheard': unheard,
  '0037-first-statistics': firstStatistics,
  '0040-lanes-behind': lanesBehind,
  '0041-lanes-by-due-time': lanesByDueTime,
  '0042-inbox-waits': inboxWaits,
  '0043-retiring-secrets': retiringSecrets,
  '0044-reconcile': reconcile,
}
