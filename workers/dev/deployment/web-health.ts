/**
 * The health check of a web container: exit code 0 while the process answers. It loads next to nothing, so that a
 * busy host does not make it late. It asks whether web is alive, not whether it is ready: with Temporal down web still
 * takes webhooks in and shows pages.
 */
import { z } from 'zod'
import { parseEnv } from '#integrations/kit/env.ts'

const TIMEOUT_MS = 4_000
const port = z.coerce.number().int().default(3000)

try {
  const { PORT } = parseEnv(z.object({ PORT: port }), process.env)
  const answer = await fetch(`http://127.0.0.1:${PORT}/healthz`, {
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  if (!answer.ok) throw new Error(`The web process answered ${answer.status}.`)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
