/** `admin.unmapped.list`: customers without a tenant and what waits for them; their names for those who may read bodies. */
import { z } from 'zod'
import { listNameless, listUnmapped, type UnmappedGroup } from '#db/admin/unmapped.ts'
import type { ConnectionId } from '#workflows/contracts/ids.ts'
import { externalId, idOf } from '../input.ts'
import { staffProcedure } from '../init.ts'
import { customerNameIn } from './customer-name.ts'

export interface UnmappedGroupView extends Omit<UnmappedGroup, 'newestBody'> {
  /** As the newest record names the customer. */
  name: string | null
}

export interface UnmappedView {
  groups: UnmappedGroupView[]
  /** Records that name no customer; only on the first page. */
  nameless: UnmappedGroupView[]
  next: { connectionId: ConnectionId; externalCustomerId: string } | null
}

const cursor = z.strictObject({
  connectionId: idOf<ConnectionId>(),
  externalCustomerId: externalId,
})

export const list = staffProcedure
  .meta({ needs: 'inbox:view' })
  .input(z.strictObject({ after: cursor.nullable(), limit: z.int().min(1).max(100) }))
  .query(async ({ ctx, input }): Promise<UnmappedView> => {
    const mayName = ctx.may('inbox:body')
    const toView = ({ newestBody, ...group }: UnmappedGroup): UnmappedGroupView => ({
      ...group,
      name: mayName && newestBody !== null ? customerNameIn(newestBody) : null,
    })
    return ctx.read(async (trx) => {
      const page = await listUnmapped(trx, input)
      const nameless = input.after === null ? await listNameless(trx) : []
      return {
        groups: page.groups.map(toView),
        nameless: nameless.map(toView),
        next: page.next,
      }
    })
  })
