/** Before anything starts: is this folder already in use, what did a killed run leave, is the port ours to take. */
import { findPortHolder } from '../../process/port-holder.ts'
import { isPortFree } from '../../process/ports.ts'
import { recordProcess } from '../../process/identity.ts'
import { endLeftovers, findRunningSupervisor } from '../leftovers.ts'
import type { RuntimeFile } from './runtime-file.ts'

/**
 * Makes this process the supervisor of the folder, after ending what a killed one left behind.
 *
 * @throws Error that says where Portside already runs
 */
export async function claimFolder(
  runtime: RuntimeFile,
  log: (line: string) => void,
): Promise<void> {
  const other = findRunningSupervisor(runtime)
  if (other) {
    const url = runtime.read().web?.url
    throw new Error(
      `Portside already ${url ? `runs at ${url}` : 'starts'} (pid ${other.pid}). Stop it there with ` +
        'Ctrl-C, or set PORTSIDE_DATA_DIR and --port for a second instance.',
    )
  }
  const ended = await endLeftovers(runtime)
  if (ended.length > 0) log(`Ended what an earlier run had left: ${ended.join(', ')}`)
  const self = recordProcess(process.pid)
  if (self) runtime.set('supervisor', self)
}

/** @throws Error that names who has the port, where the system tells, and what to do */
export async function requireWebPort(port: number): Promise<void> {
  if (await isPortFree(port)) return
  const holder = (await findPortHolder(port)) ?? 'another program'
  throw new Error(
    `Port ${port} is in use by ${holder}. Stop it, or choose another port: npm start -- --port ${port + 1}`,
  )
}
