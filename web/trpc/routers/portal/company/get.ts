/** `portal.company.get`: who the customer is, and for those with billing whom invoices are made out to. */
import { listBillingDetails } from '#db/read/company/billing-customers.ts'
import { getCompany } from '#db/read/company/company-get.ts'
import type { CompanyView } from '#web/portal/billing-api.ts'
import { memberProcedure } from '#web/trpc/member-procedure.ts'
import { scopeOf } from '#workflows/contracts/permissions.ts'

export const get = memberProcedure
  .meta({ needs: { module: 'company', action: 'view' } })
  .query(({ ctx }): Promise<CompanyView> =>
    ctx.read(async (trx) => {
      // Billing details are the company's as a whole: nobody's own.
      const mayBilling =
        scopeOf(ctx.tenant.grants, { module: 'billing', action: 'view' }) === 'tenant'
      const company = await getCompany(trx)
      return { ...company, billing: mayBilling ? await listBillingDetails(trx) : null }
    }),
  )
