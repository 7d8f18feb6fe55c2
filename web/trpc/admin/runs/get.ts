/** `admin.runs.get`: a reconciliation and what it found. What is personal leaves this file masked, or only by its name. */
import { z } from 'zod'
import { listConnectionNames, type ConnectionName } from '#db/admin/connection-names.ts'
import { pageDifferences, type DifferenceRow } from '#db/admin/differences.ts'
import { findRun } from '#db/admin/runs.ts'
import { MAX_DIFFERENCES } from '#db/system/differences.ts'
import { maskBody } from '#integrations/kit/mask/mask-body.ts'
import type { RunId } from '#workflows/contracts/ids.ts'
import { externalId, idOf, notThere } from '../input.ts'
import { staffProcedure } from '../init.ts'
import { toRunView, type RunView } from './run-view.ts'

export interface ChangedFact {
  name: string
  /** Null where the role does not include bodies. */
  values: { here: unknown; source: unknown } | null
}

export interface ReconciliationView {
  run: RunView
  connection: ConnectionName
  differences: (Omit<DifferenceRow, 'changes'> & { facts: ChangedFact[] })[]
  /** Where the next page begins; null: there is none. */
  next: string | null
  /** Differences that are listed of one run at most. */
  mostListed: number
}

const LIMIT = 50

export const get = staffProcedure
  .meta({ needs: 'connections:view' })
  .input(z.strictObject({ id: idOf<RunId>(), after: externalId.nullable() }))
  .query(({ ctx, input: { id, after } }) =>
    ctx.read(async (trx): Promise<ReconciliationView> => {
      const run = await findRun(trx, id)
      const connections = await listConnectionNames(trx)
      const connection = connections.find((each) => each.id === run?.connectionId)
      if (run?.lane !== 'reconcile' || !connection) throw notThere()
      const { rows, next } = await pageDifferences(trx, { runId: id, after, limit: LIMIT })
      const maySee = ctx.may('inbox:body')
      return {
        run: toRunView(ctx.services.temporalUi, run),
        connection,
        differences: rows.map(({ changes, ...row }) => ({
          ...row,
          facts: factsOf(changes, maySee),
        })),
        next,
        mostListed: MAX_DIFFERENCES,
      }
    }),
  )

/** Each side is masked by itself, since it is the name of a fact that tells whether it is of a person. */
function factsOf(changes: DifferenceRow['changes'], maySee: boolean): ChangedFact[] {
  const names = Object.keys(changes)
  if (!maySee) return names.map((name) => ({ name, values: null }))
  const sideOf = (side: 'from' | 'to'): Record<string, unknown> => {
    const values = names.map((name) => [name, changes[name]?.[side] ?? null])
    return JSON.parse(maskBody(JSON.stringify(Object.fromEntries(values))).text) as Record<
      string,
      unknown
    >
  }
  const [here, source] = [sideOf('from'), sideOf('to')]
  return names.map((name) => ({ name, values: { here: here[name], source: source[name] } }))
}
