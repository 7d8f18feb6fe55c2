/** `portal.signOn.addDomain`, `.checkDomain`, `.removeDomain`: which addresses a tenant's provider may speak for. */
import { z } from 'zod'
import { isSsoEnforced } from '#db/read/sso/enforcement.ts'
import { listDomains, type TenantDomain } from '#db/read/sso/providers.ts'
import type { TenantTx } from '#db/tenant.ts'
import { deleteDomain, insertDomain, noteDomainCheck } from '#db/write/sso/providers.ts'
import { isProofPublished, isPublicMail, newProof } from '#web/auth/sso/domain-proof.ts'
import { normalDomain } from '#web/auth/sso/email-domain.ts'
import type { SignOnOutcome } from '#web/portal/settings/sign-on/api.ts'
import { UNCHANGED } from '#web/trpc/change.ts'
import { notFound } from '#web/trpc/init.ts'
import { memberProcedure } from '#web/trpc/member-procedure.ts'
import { done, entryOf, refused, refusedChange, unchanged } from './outcome.ts'

const manage = memberProcedure.meta({ needs: { module: 'settings', action: 'manage' } })
const byId = z.strictObject({ id: z.uuid().meta({ probe: 'domain' }) })

async function getDomain(trx: TenantTx, id: string): Promise<TenantDomain> {
  const found = (await listDomains(trx)).find((each) => each.id === id)
  if (!found) throw notFound()
  return found
}

export const addDomain = manage
  .input(z.strictObject({ domain: z.string().max(300) }))
  .mutation(async ({ ctx, input }): Promise<SignOnOutcome> => {
    const domain = normalDomain(input.domain)
    if (domain === null) return refused('domain_invalid')
    if (isPublicMail(domain)) return refused('domain_public')
    return ctx.change<SignOnOutcome>(async (trx) => {
      const id = await insertDomain(trx, { domain, proof: newProof() })
      if (id === null) return refusedChange('domain_known')
      return done(entryOf({ action: 'domain.added', subjectId: id, subjectLabel: domain }))
    })
  })

export const checkDomain = manage
  .input(byId)
  .mutation(async ({ ctx, input: { id } }): Promise<SignOnOutcome> => {
    const asked = await ctx.read((trx) => getDomain(trx, id))
    let found: boolean
    try {
      found = await isProofPublished(ctx.services.signOn.resolveTxt, asked)
    } catch {
      return refused('dns_unavailable')
    }
    return ctx.change<SignOnOutcome>(async (trx) => {
      const became = await noteDomainCheck(trx, { id, domain: asked.domain, found })
      if (became === 'taken') return refusedChange('domain_taken')
      const told = { subjectId: id, subjectLabel: asked.domain }
      if (became === 'proven') return done(entryOf({ action: 'domain.proven', ...told }))
      const result: SignOnOutcome = found ? { type: 'done' } : refused('proof_missing')
      if (became === 'same') return { result, audit: UNCHANGED }
      return { result, audit: [entryOf({ action: 'domain.record_missing', ...told })] }
    })
  })

export const removeDomain = manage.input(byId).mutation(({ ctx, input: { id } }) =>
  ctx.change<SignOnOutcome>(async (trx) => {
    if (await isSsoEnforced(trx, { lock: true })) return refusedChange('enforced')
    const found = (await listDomains(trx)).find((each) => each.id === id)
    // What is not there is what was wished for.
    if (!found) return unchanged
    const { domain } = found
    await deleteDomain(trx, id)
    return done(entryOf({ action: 'domain.removed', subjectId: id, subjectLabel: domain }))
  }),
)
