/** `portal.company.get`: who the customer is, and for those with billing whom invoices are made out to. */
import { listBillingDetails } from '#db/read/company/billing-customers.ts'
import { getCompany } from '#db/read/company/company-get.ts'
import type { CompanyView } from '#web/portal/billing-api.ts'
import { memberProcedure } from '#web/trpc/member-procedure.ts'

export const get = memberProcedure
  .meta({ needs: { module: 'company', action: 'view' } })
  .query(({ ctx }): Promise<CompanyView> =>
    ctx.read(async (trx) => {
      const mayBilling = ctx.may({ module: 'billing', action: 'view' })
      const company = await getCompany(trx)
      return { ...company, billing: mayBilling ? await listBillingDetails(trx) : null }
    }),
  )
