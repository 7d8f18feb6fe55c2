/** `portal.signOn.setProviderState`, `.removeProvider`: in use after a test, out of use while others do not depend on it. */
import { z } from 'zod'
import { isSsoEnforced } from '#db/read/sso/enforcement.ts'
import { findProvider } from '#db/read/sso/providers.ts'
import { deleteProvider, setProviderState as writeState } from '#db/write/sso/providers.ts'
import type { SignOnOutcome } from '#web/portal/settings/sign-on/api.ts'
import { notFound } from '#web/trpc/init.ts'
import { memberProcedure } from '#web/trpc/member-procedure.ts'
import { done, entryOf, refusedChange, unchanged } from './outcome.ts'

const manage = memberProcedure.meta({ needs: { module: 'settings', action: 'manage' } })

export const setProviderState = manage
  .input(z.strictObject({ id: z.uuid(), state: z.enum(['active', 'disabled']) }))
  .mutation(({ ctx, input: { id, state } }) =>
    ctx.change<SignOnOutcome>(async (trx) => {
      const enforced = await isSsoEnforced(trx, { lock: true })
      const provider = await findProvider(trx, id, { lock: true })
      if (!provider) throw notFound()
      if (state === 'active' && provider.testedAt === null) return refusedChange('not_tested')
      if (state === 'disabled' && enforced) return refusedChange('enforced')
      if (provider.state === state) return unchanged
      await writeState(trx, id, state)
      const changes = { state: { from: provider.state, to: state } }
      const told = { subjectId: id, subjectLabel: provider.name, changes }
      return done(entryOf({ action: 'identity_provider.updated', ...told }))
    }),
  )

export const removeProvider = manage
  .input(z.strictObject({ id: z.uuid() }))
  .mutation(({ ctx, input: { id } }) =>
    ctx.change<SignOnOutcome>(async (trx) => {
      const enforced = await isSsoEnforced(trx, { lock: true })
      const provider = await findProvider(trx, id, { lock: true })
      // What is not there is what was wished for.
      if (!provider) return unchanged
      if (enforced) return refusedChange('enforced')
      await deleteProvider(trx, id)
      const told = { subjectId: id, subjectLabel: provider.name }
      return done(entryOf({ action: 'identity_provider.removed', ...told }))
    }),
  )
