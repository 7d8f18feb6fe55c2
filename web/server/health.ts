/** Alive, and able to serve. Both say a status and nothing else, for any Host, since probes come by address. */
import { Router } from 'express'

export interface HealthDeps {
  isDatabaseUp: () => Promise<boolean>
  isTemporalUp: () => Promise<boolean>
}

export function health({ isDatabaseUp, isTemporalUp }: HealthDeps): Router {
  const router = Router()
  router.get('/healthz', (_req, res) => {
    res.setHeader('Cache-Control', 'no-store')
    res.json({ status: 'ok' })
  })
  router.get('/readyz', async (_req, res) => {
    const up = await Promise.all([isDatabaseUp(), isTemporalUp()])
    const isReady = up.every((each) => each)
    res.setHeader('Cache-Control', 'no-store')
    res.status(isReady ? 200 : 503).json({ status: isReady ? 'ready' : 'unavailable' })
  })
  return router
}
