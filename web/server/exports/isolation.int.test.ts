/** T06, T20: downloads and streams by every role and in every tenant's name: a foreign one is the same as none, and no word of it is seen. */
import { globSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Module } from '#workflows/contracts/access.ts'
import { newId } from '#workflows/contracts/ids.ts'
import { createProbeScene, type Actor, type ProbeScene } from '../../testing/probes/probe-scene.ts'

/** The module of each list; one that is declared beside this file and missing here fails the test. */
const MODULES: Readonly<Record<string, Module>> = {
  orders: 'orders',
  projects: 'projects',
  invoices: 'billing',
  audit: 'audit',
}
const FOUND = globSync('*-csv.ts', { cwd: import.meta.dirname }).map((file) =>
  file.replace('-csv.ts', ''),
)
const LISTS = Object.entries(MODULES)
/** The audit log tells of its own downloads, with the ids that were asked for. */
const OWN_TRACE = /[^\n"\\]*"[^"\n]*",[^\n]*downloaded the audit log[^\n]*\n/g
const STATES = { allowed: 200, forbidden: 403, unknown: 404 }

let scene: ProbeScene

beforeAll(async () => {
  scene = await createProbeScene()
})

afterAll(async () => {
  await scene.close()
})

async function read(
  actor: Actor,
  path: string,
): Promise<{ status: number; told: string; text: string }> {
  const abort = new AbortController()
  const answer = await actor.browser.fetch(path, { signal: abort.signal })
  const isStream = answer.headers.get('content-type')?.startsWith('text/event-stream') ?? false
  const text = isStream ? '' : await answer.text()
  if (isStream) abort.abort()
  const headers = [...answer.headers].filter(
    ([name]) => !['date', 'x-request-id', 'content-security-policy'].includes(name),
  )
  const told = JSON.stringify([
    answer.status,
    headers,
    text.replace(/"requestId":"[^"]+"/, '').replaceAll(OWN_TRACE, ''),
  ])
  return { status: answer.status, told, text }
}

it('finds the downloads that the server mounts', () => {
  const app = readFileSync(`${import.meta.dirname}/../app.ts`, 'utf8')
  const mounted = /csvDownloads\(\[([^\]]+)\]/
    .exec(app)?.[1]
    ?.split(',')
    .map((name) => name.trim())
  expect(FOUND.map((name) => `${name}Csv`).toSorted()).toEqual(mounted?.toSorted())
  expect(FOUND.toSorted()).toEqual(Object.keys(MODULES).toSorted())
})

it.each(LISTS)(
  '%s.csv obeys the permission table, and knows no other tenant',
  async (name, module) => {
    const { ours, theirs } = scene.world
    const ids = [...theirs.orderIds, ...theirs.projectIds, ...theirs.invoiceIds]
    const untouched = await scene.snapshot.checksumOf(theirs.id)
    for (const actor of scene.actors) {
      const grant = actor.grants[module]
      const cell = !grant?.view ? 'unknown' : grant.export ? 'allowed' : 'forbidden'
      const at = (tenant: string, query = ''): string => `/t/${tenant}/${name}.csv${query}`
      const own = await read(actor, at('northgate'))
      expect([actor.role, own.status]).toEqual([actor.role, STATES[cell]])
      expect(own.text).not.toContain(scene.foreignWord)
      const foreign = await read(actor, at('vellmar'))
      expect(foreign.status).toBe(404)
      expect(foreign.told).toBe((await read(actor, at('no-such-tenant'))).told)
      const named = await read(actor, at('northgate', `?ids=${ids.join(',')}`))
      const unknown = await read(actor, at('northgate', `?ids=${ids.map(() => newId()).join(',')}`))
      expect(named.told).toBe(unknown.told)
      const forged = await read(
        actor,
        at('northgate', `?tenant=vellmar&tenant_id=${theirs.id}&tenantId=${theirs.id}`),
      )
      expect([forged.status, forged.text.includes(scene.foreignWord)]).toEqual([
        STATES[cell],
        false,
      ])
    }
    expect(await scene.snapshot.restore(theirs.id)).toBe(untouched)
    expect(ours.orderIds.length).toBeGreaterThan(0)
  },
)

it('opens no stream of another tenant, and says the same of one that never was', async () => {
  for (const actor of scene.actors) {
    expect((await read(actor, '/live?tenant=northgate')).status).toBe(200)
    const foreign = await read(actor, '/live?tenant=vellmar')
    expect(foreign.status).toBe(404)
    for (const tenant of [
      'no-such-tenant',
      '',
      scene.world.theirs.id,
      'northgate&tenant=vellmar',
    ]) {
      expect((await read(actor, `/live?tenant=${tenant}`)).told).toBe(foreign.told)
    }
  }
})
