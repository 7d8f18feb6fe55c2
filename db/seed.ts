/**
 * `npm run db:seed`: the demo, generated tenants, or exactly what a file says. Progress goes to stderr, so that
 * `--json` leaves nothing but JSON on stdout.
 */
import fs from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { AppError } from '#workflows/contracts/errors.ts'
import { SOURCES } from '#workflows/contracts/sources.ts'
import { createDatabase, type Database } from './client.ts'
import { readSeedEnv, type SeedEnv } from './env.ts'
import { createKeyring } from './secrets.ts'
import { applySpec, type Seeded } from './seeds/apply-spec.ts'
import { type Accounts, readAccounts } from './seeds/accounts.ts'
import { bulkTenants, fillRecords } from './seeds/bulk/fill-records.ts'
import { fillTenants } from './seeds/bulk/fill-tenants.ts'
import { demoSpec } from './seeds/demo.ts'
import { withDemoSignOn } from './seeds/demo-sign-on.ts'
import { generateSpec } from './seeds/generated-spec.ts'
import { parseSpec, specJsonSchema, type SeedSpec } from './seeds/spec.ts'
import { storeGeneratedOrders } from './seeds/store-generated.ts'

const USAGE = `db:seed [--demo] [--json]                            the demo (default)
db:seed --tenants N [--orders N] [--seed N] [--json]  generated tenants, with N orders each
db:seed --tenants N --records N [--history] [...]    generated tenants with N records of every kind between them, most
                                                     of them the first one's; --history: with events long applied
db:seed --spec FILE [--json]                         exactly what a JSON file says
db:seed --schema                                     JSON schema of that file
`

const OPTIONS = {
  demo: { type: 'boolean' },
  tenants: { type: 'string' },
  orders: { type: 'string', default: '0' },
  records: { type: 'string', default: '0' },
  history: { type: 'boolean' },
  seed: { type: 'string', default: '1' },
  spec: { type: 'string' },
  schema: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const

type Options = ReturnType<typeof readOptions>

function readOptions(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true }).values
  } catch (error) {
    throw new AppError('invalid_input', `${error instanceof Error ? error.message : ''}\n${USAGE}`)
  }
}

function countOf(name: string, text: string, most: number): number {
  const count = Number(text)
  if (/^\d+$/.test(text) && count <= most) return count
  throw new AppError('invalid_input', `--${name} must be a whole number up to ${most}.`)
}

async function planOf(options: Options, env: SeedEnv): Promise<SeedSpec> {
  if (options.spec !== undefined) {
    const text = await fs.readFile(options.spec, 'utf8').catch(() => {
      throw new AppError('invalid_input', `There is no file ${options.spec ?? ''} to read.`)
    })
    return parseSpec(text)
  }
  if (options.tenants === undefined) {
    const demo = demoSpec(requireAccounts(env))
    return env.SANDBOX_URL === undefined ? demo : withDemoSignOn(demo, env.SANDBOX_URL)
  }
  const tenants = countOf('tenants', options.tenants, 10_000)
  const seed = countOf('seed', options.seed, 1_000_000)
  const sources = recordsOf(options) > 0 ? SOURCES : (['orders'] as const)
  return generateSpec({ tenants, seed, sources, accounts: readAccounts(env) })
}

const recordsOf = ({ records }: Options): number => countOf('records', records, 100_000_000)

/** @throws AppError `config` without any source: the demo would stay empty */
function requireAccounts(env: SeedEnv): Accounts {
  const accounts = readAccounts(env)
  if (Object.keys(accounts).length > 0) return accounts
  throw new AppError(
    'config',
    'The demo needs a source: ORDERS_API_BASE, ORDERS_API_TOKEN and ORDERS_WEBHOOK_SECRET, or the same of ' +
      'STRIPE or HUBSPOT (see .env.example).',
  )
}

async function seedAll(options: Options): Promise<Seeded & { orders: number; records: number }> {
  const env = readSeedEnv()
  const keyring = createKeyring(env.ENCRYPTION_KEYS)
  const spec = await planOf(options, env)
  const owner: Database = createDatabase({
    url: options.tenants === undefined ? env.DATABASE_OWNER_URL : unhurried(env.DATABASE_OWNER_URL),
    name: 'portside-seed',
    max: 4,
  })
  try {
    if (options.tenants === undefined) {
      return { ...(await applySpec({ owner, keyring }, spec)), orders: 0, records: 0 }
    }
    const seeded = await fillTenants({ owner, keyring }, spec)
    const orders = await storeGeneratedOrders(owner, seeded, {
      perTenant: countOf('orders', options.orders, 1_000_000),
      seed: countOf('seed', options.seed, 1_000_000),
      now: new Date(),
    })
    const records = recordsOf(options)
    if (records > 0) {
      const withHistory = options.history ?? false
      await fillRecords(owner, bulkTenants(seeded), { records, withHistory, now: new Date() })
    }
    return { ...seeded, orders, records }
  } finally {
    await owner.close()
  }
}

/** Many thousand commits that need not reach the disk one by one: what a power cut takes, the same seed makes again. */
function unhurried(url: string): string {
  const relaxed = new URL(url)
  relaxed.searchParams.set('options', '-c synchronous_commit=off')
  return relaxed.href
}

const linesOf = (seeded: Seeded): string =>
  [
    ...seeded.connections.map(
      ({ source, name, webhookPath }) => `${source}  ${name}  ${webhookPath}`,
    ),
    ...seeded.members.map(
      ({ tenant, role, email, password }) => `${tenant}  ${role}  ${email}  ${password ?? ''}`,
    ),
    ...seeded.staff.map(({ role, email, password }) => `staff  ${role}  ${email}  ${password}`),
    '',
  ].join('\n')

export async function main(args: readonly string[]): Promise<string> {
  const options = readOptions(args)
  if (options.help) return USAGE
  if (options.schema) return `${JSON.stringify(specJsonSchema(), null, 2)}\n`
  const seeded = await seedAll(options)
  return options.json ? `${JSON.stringify(seeded, null, 2)}\n` : linesOf(seeded)
}

if (import.meta.main) {
  try {
    process.stdout.write(await main(process.argv.slice(2)))
  } catch (error) {
    // Our own errors say what to do; anything else needs its stack.
    process.stderr.write(error instanceof AppError ? `${error.message}\n` : `${String(error)}\n`)
    process.exitCode = 1
  }
}
