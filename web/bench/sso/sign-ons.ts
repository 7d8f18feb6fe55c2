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

interface SignOnPlace {
  webUrl: string
  providerId: string
}

/** A browser that was sent to its provider. */
export interface Sent extends SignOnPlace {
  to: URL
  cookie: string
}

/** What the provider does: no part of the figure. @returns the browser's way back, which opens the session */
export type AnswerAs = (sent: Sent, subject: string) => () => Promise<Response>

interface Measured {
  name: string
  provider: ProviderFacts
  answerAs: AnswerAs
  /** The same number of verifications by the library alone. */
  verify: () => Promise<unknown>
  close?: () => Promise<void>
}

export async function prepareSignOn(
  bench: BenchStack,
  { name, provider, answerAs, verify, close }: Measured,
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
  const ours = async (): Promise<number> => {
    const sent: Sent[] = []
    const out = await secondsOf(async () => void sent.push(await begin({ webUrl, providerId })))
    const ways = sent.map((each, at) => answerAs(each, `${provider.kind}-${String(at % PEOPLE)}`))
    const back = await secondsOf(async () => assertSession(await ways.pop()?.()))
    return SIGN_INS / (out + back)
  }
  return {
    figure: {
      name,
      unit: 'sign-ins/s',
      ours,
      floor: async () => SIGN_INS / (await secondsOf(verify)),
    },
    close: async () => {
      await web.stop()
      await sql.end()
      await close?.()
    },
  }
}

async function assertSession(answer: Response | undefined): Promise<void> {
  const cookies = answer?.headers.getSetCookie().join() ?? ''
  if (answer?.status !== 303 || !/^portside-\d+=/.test(cookies)) {
    throw new Error(`A sign-in was answered ${String(answer?.status)}: ${await answer?.text()}`)
  }
  await answer.arrayBuffer()
}

/** Of so many, some of them at once. */
async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  let left = SIGN_INS
  const start = performance.now()
  const worker = async (): Promise<void> => {
    while (left-- > 0) await work()
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return (performance.now() - start) / 1_000
}

/** Begins in a browser that was never here. */
async function begin(place: SignOnPlace): Promise<Sent> {
  const url = `${place.webUrl}/auth/sso/${place.providerId}`
  const answer = await fetch(url, { redirect: 'manual' })
  const [cookie = ''] = answer.headers.getSetCookie().map((each) => each.split(';')[0] ?? '')
  await answer.arrayBuffer()
  return { ...place, to: new URL(answer.headers.get('location') ?? ''), cookie }
}
