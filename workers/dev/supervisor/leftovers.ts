/**
 * What a supervisor that was killed outright left running: ended before the next start, as recorded in
 * runtime.json and only when pid and start time both match.
 */
import { endRecorded, isStillRunning, type RecordedProcess } from '../process/identity.ts'
import type { RuntimeFile, RuntimeKey } from './state/runtime-file.ts'

// Whoever uses a service goes before the service.
const ORDER = ['web', 'worker', 'sandbox', 'temporal', 'postgres'] as const

/** The supervisor recorded in the file, when it is alive. */
export function findRunningSupervisor(file: RuntimeFile): RecordedProcess | undefined {
  const { supervisor } = file.read()
  return supervisor && isStillRunning(supervisor) ? supervisor : undefined
}

/** Returns the names of the processes that were still there. */
export async function endLeftovers(file: RuntimeFile): Promise<RuntimeKey[]> {
  const runtime = file.read()
  const ended: RuntimeKey[] = []
  for (const key of ORDER) {
    const { pid, start } = runtime[key] ?? {}
    if (pid !== undefined && start !== undefined && (await endRecorded({ pid, start }))) {
      ended.push(key)
    }
    file.remove(key)
  }
  file.remove('supervisor')
  return ended
}
