/** `admin.connections.list`: every connection with its health, and what was refused without naming one. */
import { listConnections, type ConnectionFacts } from '#db/admin/connections.ts'
import { listRefusals, type Refusals } from '#db/admin/refusals.ts'
import { staffProcedure } from '../init.ts'

export interface ConnectionsView {
  connections: ConnectionFacts[]
  /** Requests to addresses of connections that do not exist. */
  strays: Refusals
  measuredAt: string
}

export const list = staffProcedure.meta({ needs: 'connections:view' }).query(({ ctx }) =>
  ctx.read(async (trx): Promise<ConnectionsView> => ({
    connections: await listConnections(trx),
    strays: await listRefusals(trx, null),
    measuredAt: new Date().toISOString(),
  })),
)
