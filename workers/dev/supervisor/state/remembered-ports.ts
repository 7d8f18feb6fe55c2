/** Ports of the services, chosen once and kept, so that bookmarks and configurations survive a restart. */
import path from 'node:path'
import { z } from 'zod'
import { findFreePort, isPortFree } from '../../process/ports.ts'
import { readPrivate, writePrivate } from './private-file.ts'

const portsSchema = z.object({
  postgres: z.number(),
  temporal: z.number(),
  temporalUi: z.number(),
  sandbox: z.number(),
  sandboxSmtp: z.number(),
})
export type Ports = z.infer<typeof portsSchema>

/**
 * The ports of `dataDir`. With `replaceBusy`, one that somebody else has taken since is replaced; without, whoever
 * holds it may be the very instance that is asked for.
 */
export async function choosePorts(dataDir: string, replaceBusy: boolean): Promise<Ports> {
  const file = path.join(dataDir, 'ports.json')
  const known = readPrivate(file, portsSchema.partial()) ?? {}
  const keep = async (port: number | undefined): Promise<number> =>
    port !== undefined && (!replaceBusy || (await isPortFree(port))) ? port : findFreePort()
  const ports: Ports = {
    postgres: await keep(known.postgres),
    temporal: await keep(known.temporal),
    temporalUi: await keep(known.temporalUi),
    sandbox: await keep(known.sandbox),
    sandboxSmtp: await keep(known.sandboxSmtp),
  }
  writePrivate(file, ports)
  return ports
}
