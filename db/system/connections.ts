/** Connections before a tenant is known: how intake finds its secrets, how they are made. */
import { isDeepStrictEqual } from 'node:util'
import { sql, type Selectable } from 'kysely'
import { newId, type ConnectionId } from '#workflows/contracts/ids.ts'
import type { Source } from '#workflows/contracts/sources.ts'
import type { Database } from '../client.ts'
import type { DB } from '../schema/tables.gen.ts'
import { seal, unseal, type Keyring } from '../secrets.ts'
import type { SystemTx } from './system.ts'

export type ConnectionState = 'active' | 'paused' | 'parked' | 'disabled'

export interface IntakeConnection {
  id: ConnectionId
  source: Source
  state: ConnectionState
  /** Every active secret, unsealed; two while they are being rotated. Keep them out of logs. */
  secrets: string[]
  /** PostgreSQL's time, carried on by a clock of this process that nobody sets. */
  clock: () => Date
}

/** Name of the sealed fields, which are part of what their encryption is bound to. */
const CREDENTIALS = 'credentials'
const WEBHOOK_SECRETS = 'webhook_secrets'
/** How long a secret is taken that was replaced. */
const RETIRE_HOURS = 24

interface IntakeRow {
  source: Source
  state: ConnectionState
  webhook_secrets: string[]
  at: Date
}

/**
 * One round trip, callable by the app role.
 *
 * @throws AppError `config` when a secret cannot be unsealed
 * @example const connection = await findIntakeConnection(db, keyring, id)
 */
export async function findIntakeConnection(
  db: Database,
  keyring: Keyring,
  id: ConnectionId,
): Promise<IntakeConnection | null> {
  const { rows } = await db.pool.query<IntakeRow>(
    'select source, state, webhook_secrets, clock_timestamp() as at from app.intake_connection($1)',
    [id],
  )
  const [row] = rows
  if (!row) return null
  const at = { owner: id, field: WEBHOOK_SECRETS }
  const secrets = row.webhook_secrets.map((sealed) => unseal(keyring, at, sealed))
  const readAt = performance.now()
  const clock = (): Date => new Date(row.at.getTime() + performance.now() - readAt)
  return { id, source: row.source, state: row.state, secrets, clock }
}

/** What a connection needs to speak with its source; `credentials` as the connector's client takes them. */
export function openCredentials(
  keyring: Keyring,
  connection: { id: ConnectionId; credentials: string },
): Record<string, string> {
  const text = unseal(keyring, { owner: connection.id, field: CREDENTIALS }, connection.credentials)
  return JSON.parse(text) as Record<string, string>
}

export interface NewConnection {
  id?: ConnectionId
  source: Source
  name: string
  baseUrl: string
  credentials: Record<string, string>
  /** Those it has from now on; one that is held and not among them is taken for another day. */
  webhookSecrets: readonly string[]
  /** Unless this says that it ends at once, as where somebody else has come to know it. */
  endsOldSecrets?: boolean
  /** How often this account may be asked; left out: as its connector knows. */
  requestsPerSecond?: number
}

/**
 * Seals the secrets and stores the connection, or brings an existing one of that id up to date. One that the source
 * had refused is tried again with another address or other credentials; the same ones change nothing.
 */
export async function saveConnection(
  trx: SystemTx,
  keyring: Keyring,
  connection: NewConnection,
): Promise<ConnectionId> {
  const id = connection.id ?? newId<ConnectionId>()
  const wanted = { ...connection, id }
  const known = await trx
    .selectFrom('connections')
    .select(['base_url', 'credentials', 'webhook_secrets'])
    .where('id', '=', id)
    .executeTakeFirst()
  const isRepaired = known !== undefined && differs(keyring, known, wanted)
  const retiring = retiringSecrets(keyring, known, wanted)
  const row = {
    source: connection.source,
    name: connection.name,
    base_url: connection.baseUrl,
    requests_per_second: connection.requestsPerSecond ?? null,
    credentials: seal(
      keyring,
      { owner: id, field: CREDENTIALS },
      JSON.stringify(connection.credentials),
    ),
    webhook_secrets: sealList(keyring, id, connection.webhookSecrets),
    ...(retiring && {
      retiring_secrets: sealList(keyring, id, retiring),
      secrets_retire_at:
        retiring.length === 0 ? null : sql<Date>`now() + make_interval(hours => ${RETIRE_HOURS})`,
    }),
  }
  await trx
    .insertInto('connections')
    .values({ id, ...row })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute()
  if (isRepaired) {
    await sql`update connections set state = 'active', state_reason = null
      where id = ${id} and state = 'parked'`.execute(trx)
  }
  return id
}

type Wanted = NewConnection & { id: ConnectionId }
type Known = Pick<Selectable<DB['connections']>, 'base_url' | 'credentials' | 'webhook_secrets'>

const sealList = (keyring: Keyring, id: ConnectionId, secrets: readonly string[]): string =>
  JSON.stringify(
    secrets.map((secret) => seal(keyring, { owner: id, field: WEBHOOK_SECRETS }, secret)),
  )

/** Those that are taken for another day; a change before it is over ends the ones before. Undefined: as they are. */
function retiringSecrets(
  keyring: Keyring,
  known: Known | undefined,
  { id, webhookSecrets, endsOldSecrets = false }: Wanted,
): string[] | undefined {
  if (endsOldSecrets) return []
  const held = ((known?.webhook_secrets ?? []) as string[]).flatMap((sealed) => {
    try {
      return [unseal(keyring, { owner: id, field: WEBHOOK_SECRETS }, sealed)]
    } catch {
      // What no key opens any more was of no use.
      return []
    }
  })
  const replaced = held.filter((secret) => !webhookSecrets.includes(secret))
  return replaced.length === 0 ? undefined : replaced
}

function differs(keyring: Keyring, known: Known, { id, baseUrl, credentials }: Wanted): boolean {
  try {
    const held = openCredentials(keyring, { id, credentials: known.credentials })
    return known.base_url !== baseUrl || !isDeepStrictEqual(held, credentials)
  } catch {
    // What no key opens any more was of no use.
    return true
  }
}
