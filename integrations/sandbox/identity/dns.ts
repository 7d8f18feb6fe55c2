/** TXT records of the demo's domains, in place of DNS: put them here, and the portal's domain proof finds them. */
import { json, Router } from 'express'
import { z } from 'zod'
import { AppError } from '#workflows/contracts/errors.ts'
import type { Store } from '../store.ts'

const records = z.record(z.string(), z.array(z.string()))
const change = z.strictObject({ records: z.array(z.string().max(1_000)).max(50) })
const SETTING = 'dns txt'

export function createDnsControl(store: Pick<Store, 'setting' | 'saveSetting'>): Router {
  const all = () => records.catch({}).parse(store.setting(SETTING) ?? {})
  const router = Router()
  router.get('/dns/:name', (request, response) => {
    response.json({ records: all()[request.params.name.toLowerCase()] ?? [] })
  })
  router.put('/dns/:name', json(), (request, response) => {
    const given = change.safeParse(request.body)
    if (!given.success) throw new AppError('invalid_input', z.prettifyError(given.error))
    const name = request.params.name.toLowerCase()
    store.saveSetting(SETTING, { ...all(), [name]: given.data.records })
    response.json({ records: given.data.records })
  })
  return router
}
