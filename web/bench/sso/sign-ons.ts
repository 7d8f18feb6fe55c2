/**
 * What both figures of single sign-on stand on: a web process that trusts our stand-in, a tenant with a provider and a
 * proven domain, and people who come in again and again, several at once, each in a browser of their own.
 */
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import type { BenchStack } from '#workers/bench/bench-stack.ts'
import type { PreparedFigure } from '#workers/bench/figure.ts'
import { findFreePort } from '#workers/dev/process/ports.ts'
import { addProvider, proveDomain, type ProviderFacts } from '../../testing/sso/providers.ts'

export const DOMAIN = 'bench.example'
const PEOPLE = 50
const AT_ONCE = 8
/** Sign-ins of one measurement. */
const SIGN_INS = 200

export interface SignOnPlace {
  webUrl: string
  providerId: string
}

/** One person through the whole way: out, to the provider, back. @returns the answer that opens the session */
export type SignOn = (place: SignOnPlace, subject: string) => Promise<Response>

interface Measured {
  name: string
  provider: ProviderFacts
  signOn: SignOn
  /** The same number of verifications by the library alone. */
  verify: () => Promise<unknown>
  close?: () => Promise<void>
}

export async function prepareSignOn(
  bench: BenchStack,
  { name, provider, signOn, verify, close }: Measured,
): Promise<PreparedFigure> {
  const sql = new pg.Pool({ connectionString: bench.database.superuserUrl, max: 1 })
  const encryptionKeys = `k1:${randomBytes(32).toString('base64')}`
  const tenant = { id: bench.tenantId('fallow') }
  const providerId = await addProvider({ sql, encryptionKeys }, tenant, provider)
  await sql.query('delete from tenant_domains where domain = $1', [DOMAIN])
  await proveDomain(sql, tenant, DOMAIN)
  const port = await findFreePort()
  const webUrl = `http://127.0.0.1:${String(port)}`
  const web = bench.createWeb(port, {
    ...{ PUBLIC_URL: webUrl, ENCRYPTION_KEYS: encryptionKeys },
    ALLOWED_PRIVATE_ORIGINS: provider.issuer,
  })
  await web.start()
  let next = 0
  const once = async (): Promise<void> => {
    const subject = `${provider.kind}-${String(next++ % PEOPLE)}`
    const answer = await signOn({ webUrl, providerId }, subject)
    const cookies = answer.headers.getSetCookie().join()
    if (answer.status !== 303 || !/^portside-\d+=/.test(cookies)) {
      throw new Error(`A sign-in was answered ${String(answer.status)}: ${await answer.text()}`)
    }
  }
  return {
    figure: {
      name,
      unit: 'sign-ins/s',
      ours: () => perSecond(once),
      floor: () => perSecond(verify),
    },
    close: async () => {
      await web.stop()
      await sql.end()
      await close?.()
    },
  }
}

/** Of so many, some of them at once. */
async function perSecond(work: () => Promise<unknown>): Promise<number> {
  let left = SIGN_INS
  const start = performance.now()
  const worker = async (): Promise<void> => {
    while (left-- > 0) await work()
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return (SIGN_INS * 1_000) / (performance.now() - start)
}

/** Begins in a browser that was never here. */
export async function begin({
  webUrl,
  providerId,
}: SignOnPlace): Promise<{ to: URL; cookie: string }> {
  const answer = await fetch(`${webUrl}/auth/sso/${providerId}`, { redirect: 'manual' })
  const [cookie = ''] = answer.headers.getSetCookie().map((each) => each.split(';')[0] ?? '')
  await answer.arrayBuffer()
  return { to: new URL(answer.headers.get('location') ?? ''), cookie }
}
