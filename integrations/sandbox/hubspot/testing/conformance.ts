/**
 * What the conformance check (workers/dev/conformance.ts) needs of HubSpot's stand-in: its files, its routes, and
 * a walk through the demo portal with the errors a client must understand. Shaped as its `Provider`.
 */
import { z } from 'zod'
import { HUBSPOT_ROUTES } from '../api/api.ts'
import { startHubspot, TEST_TOKEN } from './start.ts'

interface Request {
  method: 'GET' | 'POST'
  /** Below the provider's base, with query. */
  path: string
  headers?: Record<string, string>
  body?: string
  expect: number
}
type Send = (request: Request) => Promise<unknown>

const PLURALS = ['companies', 'contacts', 'emails', 'calls', 'meetings'] as const
type Plural = (typeof PLURALS)[number]

/** How the descriptions name an id in a path. */
const ID_NAMES: Readonly<Record<Plural, string>> = {
  companies: 'companyId',
  contacts: 'contactId',
  emails: 'emailId',
  calls: 'callId',
  meetings: 'meetingId',
}

const page = z.object({ results: z.array(z.object({ id: z.string() })) })
const NOBODY = '1'

interface Caller {
  get: (path: string, expect?: number) => Promise<unknown>
  post: (path: string, body: unknown, expect?: number) => Promise<unknown>
}

function callerOf(send: Send): Caller {
  const authorization = `Bearer ${TEST_TOKEN}`
  const headers = { authorization, 'content-type': 'application/json' }
  return {
    get: (path, expect = 200) => send({ method: 'GET', path, headers: { authorization }, expect }),
    post: (path, body, expect = 200) =>
      send({ method: 'POST', path, headers, body: JSON.stringify(body), expect }),
  }
}

async function walkObjects({ get, post }: Caller, plural: Plural): Promise<string[]> {
  const base = `/crm/v3/objects/${plural}`
  const list = await get(`${base}?limit=100&properties=phone,email&associations=companies`)
  const ids = page.parse(list).results.map((object) => object.id)
  await get(`${base}?limit=2`)
  await get(`${base}?archived=true`)
  await get(`${base}?limit=1000`, 400)
  for (const id of ids) await get(`${base}/${id}?properties=phone&properties=city`)
  await get(`${base}/${NOBODY}`, 404)
  const read = (of: readonly string[]) => ({
    inputs: of.map((id) => ({ id })),
    properties: ['phone', 'name'],
    propertiesWithHistory: [],
  })
  await post(`${base}/batch/read`, read(ids))
  await post(`${base}/batch/read`, read([...ids, NOBODY]), 207)
  await post(`${base}/batch/read?archived=true`, read([NOBODY]), 207)
  await post(`${base}/search`, { limit: 2, sorts: ['hs_object_id'], properties: ['phone'] })
  await post(`${base}/search`, { limit: 100, after: '9950' }, 400)
  await post(`${base}/search`, { filterGroups: [{ filters: [{}] }] }, 400)
  return ids
}

/** v3 has a description per kind of object, v4 one for all. */
const describedPaths = (path: string): string[] =>
  path.startsWith('/crm/v3/')
    ? PLURALS.map((plural) =>
        path.replace('{objectType}', plural).replace('{objectId}', `{${ID_NAMES[plural]}}`),
      )
    : [path]

const PAIRS: readonly (readonly [Plural, Plural])[] = [
  ['companies', 'contacts'],
  ['contacts', 'companies'],
  ['emails', 'companies'],
  ['emails', 'contacts'],
  ['calls', 'contacts'],
  ['meetings', 'companies'],
]

export const hubspotProvider = {
  name: 'HubSpot',
  files: [...PLURALS.map((plural) => `hubspot-${plural}-v3.json`), 'hubspot-associations-v4.json'],
  routes: HUBSPOT_ROUTES.flatMap(({ method, path }) =>
    describedPaths(path).map((described) => `${method} ${described}`),
  ),
  async start() {
    const standIn = await startHubspot({ demo: true })
    const [company] = page.parse(await objectsOf(standIn.url)).results
    await standIn.control(`/hubspot/companies/${company?.id ?? ''}/delete`)
    return { base: `${standIn.url}/hubspot`, close: () => standIn.close() }
  },
  async walk(send: Send): Promise<void> {
    const caller = callerOf(send)
    const ids: Record<Plural, string[]> = {
      ...{ companies: [], contacts: [] },
      ...{ emails: [], calls: [], meetings: [] },
    }
    for (const plural of PLURALS) ids[plural] = await walkObjects(caller, plural)
    for (const [from, to] of PAIRS) {
      const inputs = ids[from].map((id) => ({ id }))
      const path = `/crm/v4/associations/${from}/${to}/batch/read`
      // What is with the company in the bin has none, and what is between staff has no contact.
      await caller.post(path, { inputs }, from === 'companies' ? 200 : 207)
      await caller.post(path, { inputs: [{ id: NOBODY }] }, 207)
      for (const { id } of inputs) {
        await caller.get(`/crm/v4/objects/${from}/${id}/associations/${to}?limit=2`)
      }
    }
    const unsigned = { method: 'GET', path: '/crm/v3/objects/companies', expect: 401 } as const
    await send(unsigned)
  },
}

async function objectsOf(url: string): Promise<unknown> {
  const response = await fetch(`${url}/hubspot/crm/v3/objects/companies?limit=1`, {
    headers: { authorization: `Bearer ${TEST_TOKEN}` },
  })
  return response.json()
}
