/**
 * Whether the read model is what the sources hold, and everything around it is in order: tombstones, audit log, live
 * positions, inbox, workflows, processes. Judged by the facts of `convergence`, which know nothing of the connectors.
 */
import { Client, Connection } from '@temporalio/client'
import { verifyAudit } from '#db/admin/audit-chain.ts'
import { createDatabase } from '#db/client.ts'
import type { Source } from '#workflows/contracts/sources.ts'
import type { Stack } from '../stack/stack.ts'
import { CUSTOMERS } from '../stack/seed.ts'
import { differences } from '../convergence/facts.ts'
import { mirroredFacts } from '../convergence/mirrored.ts'
import { readUpstream, upstreamFacts } from '../convergence/upstream.ts'
import type { Stage } from './stage.ts'
import { MIRROR } from './tables.ts'

export type JudgedStack = Pick<
  Stack,
  'sandboxUrl' | 'readModel' | 'tenantId' | 'database' | 'webhookAnswers' | 'temporal'
>

const SLUGS = Object.keys(CUSTOMERS) as (keyof typeof CUSTOMERS)[]
/** Of one tenant. */
const MOST = 10_000

/** Records compared, and every field in which they differ, by name. */
export async function compareRecords(
  stack: JudgedStack,
  stage: Stage,
): Promise<{ records: number; found: string[] }> {
  const state = await readUpstream(stack.sandboxUrl)
  let records = 0
  const found: string[] = []
  for (const slug of SLUGS) {
    const own = (source: Source) =>
      new Set(stage.linked(source).flatMap((each) => (each.slug === slug ? [each.externalId] : [])))
    const expected = upstreamFacts(state, {
      orders: own('orders'),
      stripe: own('stripe'),
      hubspot: own('hubspot'),
    })
    records += expected.size
    const actual = await mirroredFacts(stack.readModel, stack.tenantId(slug))
    found.push(...differences(expected, actual, MOST).map((line) => `${slug}: ${line}`))
  }
  return { records, found }
}

/** Everything else that has to hold once all is quiet. */
export async function inspect(stack: JudgedStack, tables: readonly string[]): Promise<string[]> {
  return [
    ...(await tombstoneFaults(stack, tables)),
    ...(await auditFaults(stack, tables)),
    ...(await positionFaults(stack)),
    ...(await inboxFaults(stack)),
    ...(await workflowFaults(stack)),
    ...[...stack.webhookAnswers.keys()].flatMap((status) =>
      status === 202 || status === 503 ? [] : [`a webhook was answered with ${status}`],
    ),
  ]
}

/** Nothing of a record is left in its tombstone, so all tombstones of a table look the same. */
async function tombstoneFaults({ readModel }: JudgedStack, tables: readonly string[]) {
  const found: string[] = []
  const mirror = MIRROR.map((name) => `'${name}'`).join(', ')
  for (const table of tables) {
    const rows = await readModel.query<{ content: string; n: string }>(
      `select (to_jsonb(t) - array[${mirror}])::text as content, count(*) as n from ${table} t
       where deleted_at is not null group by 1 order by 2 desc`,
    )
    for (const { content, n } of rows.slice(1)) {
      found.push(`${n} tombstones of ${table} still say ${content}`)
    }
  }
  return found
}

/** Every change that was told live has its entry, and nobody touched the chain. */
async function auditFaults(stack: JudgedStack, tables: readonly string[]): Promise<string[]> {
  const found: string[] = []
  const database = createDatabase({ url: stack.database.staffUrl, name: 'faults' })
  try {
    for (const slug of SLUGS) {
      const { findings } = await verifyAudit(database, stack.tenantId(slug))
      found.push(...findings.map((each) => `${slug}: audit entry ${each.seq} was ${each.type}`))
    }
  } finally {
    await database.close()
  }
  for (const table of tables) {
    const rows = await stack.readModel.query<{ id: string; told: string; written: string }>(
      `with told as (
         select tenant_id, record_id as id, count(*) as n from live_events group by 1, 2),
       written as (
         select tenant_id, subject_id as id, count(*) as n from audit_entries group by 1, 2)
       select t.external_id as id, coalesce(l.n, 0) as told, coalesce(a.n, 0) as written from ${table} t
       left join told l using (tenant_id, id) left join written a using (tenant_id, id)
       where coalesce(a.n, 0) > coalesce(l.n, 0) or (l.n > 1 and a.n is null and t.deleted_at is null
         and coalesce(to_jsonb(t) ->> 'state', '') <> 'draft')`,
    )
    found.push(
      ...rows.map(
        ({ id, told, written }) => `${table} ${id}: told ${told} times, written ${written}`,
      ),
    )
  }
  return found
}

/** The counter is where the last event is, and none is missing on the way. */
async function positionFaults({ readModel, tenantId }: JudgedStack): Promise<string[]> {
  const found: string[] = []
  for (const slug of SLUGS) {
    const [row] = await readModel.query<Record<'position' | 'last' | 'first' | 'n', string>>(
      `select position, (select max(position) from live_events e where e.tenant_id = p.tenant_id) as last,
         (select min(position) from live_events e where e.tenant_id = p.tenant_id) as first,
         (select count(*) from live_events e where e.tenant_id = p.tenant_id) as n
       from live_positions p where tenant_id = $1`,
      [tenantId(slug)],
    )
    if (!row) found.push(`${slug} has no position`)
    else if (
      row.position !== row.last ||
      Number(row.last) - Number(row.first) + 1 !== Number(row.n)
    )
      found.push(
        `${slug}: position ${row.position}, ${row.n} events from ${row.first} to ${row.last}`,
      )
  }
  return found
}

async function inboxFaults({ readModel }: JudgedStack): Promise<string[]> {
  const rows = await readModel.query<{ state: string; type: string; reason: string; n: string }>(
    `select state, event_type as type, coalesce(reason, 'no reason') as reason, count(*) as n from inbox
     where state in ('pending', 'quarantined') group by 1, 2, 3`,
  )
  return rows.map(({ state, type, reason, n }) => `inbox: ${n} ${type} ${state} (${reason})`)
}

/** What goes wrong inside is classified; a workflow itself always ends in order or goes on. */
async function workflowFaults({ temporal }: JudgedStack): Promise<string[]> {
  const connection = await Connection.connect({ address: temporal.address })
  try {
    const client = new Client({ connection, namespace: temporal.namespace })
    const query = `ExecutionStatus in ('Failed', 'TimedOut', 'Terminated')`
    const found: string[] = []
    for await (const { workflowId, status } of client.workflow.list({ query })) {
      found.push(`workflow ${workflowId} ended as ${status.name}`)
    }
    return found
  } finally {
    await connection.close()
  }
}
