/** `list-query`: the first page of a tenant's orders through `withTenant`, beside 100,000 orders of others. */
import pg from 'pg'
import { createDatabase } from '#db/client.ts'
import { listOrderRows } from '#db/read/orders/orders-list.ts'
import { withTenant } from '#db/tenant.ts'
import { readOrdersQuery } from '#web/portal/orders/orders-query.ts'
import type { BenchStack } from '#workers/bench/bench-stack.ts'
import type { PreparedFigure } from '#workers/bench/figure.ts'
import { readFloor } from './list-query.floor.ts'
import { addNeighbours } from './neighbours.ts'

const READS = 400
const ACCESS = { amounts: true, ownOnly: null }

export async function prepareListQuery(bench: BenchStack): Promise<PreparedFigure> {
  const tenantId = bench.tenantId('vellmar')
  const input = { ...readOrdersQuery(new URLSearchParams()), timeZone: 'Europe/Berlin' }
  const database = createDatabase({ url: bench.database.appUrl, name: 'bench', max: 1 })
  const pool = new pg.Pool({ connectionString: bench.database.superuserUrl, max: 1 })
  await addNeighbours(pool)
  const readOurs = async (): Promise<number> => {
    const work = { readOnly: true }
    const page = await withTenant(
      database,
      tenantId,
      (trx) => listOrderRows(trx, ACCESS, input),
      work,
    )
    return page.rows.length
  }
  return {
    figure: {
      name: 'list-query',
      unit: 'ms',
      ours: () => timeEach(readOurs, 50),
      floor: () => timeEach(() => readFloor(pool, tenantId), 51),
    },
    close: async () => {
      await pool.end()
      await database.close()
    },
  }
}

/** Mean milliseconds of one read, one after the other. */
async function timeEach(read: () => Promise<number>, rows: number): Promise<number> {
  const start = performance.now()
  for (let count = 0; count < READS; count++) {
    if ((await read()) !== rows) throw new Error(`Expected ${rows} rows.`)
  }
  return (performance.now() - start) / READS
}
