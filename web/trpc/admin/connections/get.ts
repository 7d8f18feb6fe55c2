/** `admin.connections.get`: one connection with its runs and refusals, and where its workflows are shown. */
import { z } from 'zod'
import { findConnection, type ConnectionFacts } from '#db/admin/connections.ts'
import { listRefusals, type Refusals } from '#db/admin/refusals.ts'
import { listRuns, type RunFacts } from '#db/admin/runs.ts'
import type { ConnectionId } from '#workflows/contracts/ids.ts'
import { idOf, notThere } from '../input.ts'
import { staffProcedure } from '../init.ts'
import { toRunView, type RunView } from '../runs/run-view.ts'

export interface ConnectionView {
  connection: Omit<ConnectionFacts, 'runs'>
  /** The latest backfill of each kind, in the order in which kinds are read. */
  latest: RunView[]
  /** The last runs, newest first. */
  runs: RunView[]
  refusals: Refusals
}

const RUNS = 20

export const get = staffProcedure
  .meta({ needs: 'connections:view' })
  .input(z.strictObject({ id: idOf<ConnectionId>() }))
  .query(({ ctx, input }) =>
    ctx.read(async (trx): Promise<ConnectionView> => {
      const found = await findConnection(trx, input.id)
      if (!found) throw notThere()
      const { runs: latest, ...connection } = found
      const withLink = (run: RunFacts): RunView => toRunView(ctx.services.temporalUi, run)
      const runs = await listRuns(trx, { connectionId: input.id, limit: RUNS })
      return {
        connection,
        latest: latest.map(withLink),
        runs: runs.map(withLink),
        refusals: await listRefusals(trx, input.id),
      }
    }),
  )
