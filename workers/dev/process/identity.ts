/**
 * Tells a process of ours from a stranger that got the same number later: a process is its pid and its start.
 * Nothing recorded on disk is ever killed without this check.
 */
import fs from 'node:fs'
import { execFileSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { killGroup } from './child.ts'

export const recordedProcessSchema = z.object({
  pid: z.number().int().positive(),
  start: z.string(),
})
export type RecordedProcess = z.infer<typeof recordedProcessSchema>

/** The running process `pid` as it can be written down; undefined when there is none. */
export function recordProcess(pid: number): RecordedProcess | undefined {
  const start = fs.existsSync('/proc/self/stat') ? startByProc(pid) : startByPs(pid)
  return start === undefined ? undefined : { pid, start }
}

export function isStillRunning(recorded: RecordedProcess): boolean {
  return recordProcess(recorded.pid)?.start === recorded.start
}

/** Ends a recorded process and its group: SIGTERM, then SIGKILL after `graceMs`. True when it was there. */
export async function endRecorded(recorded: RecordedProcess, graceMs = 3_000): Promise<boolean> {
  if (!isStillRunning(recorded)) return false
  killGroup(recorded.pid, 'SIGTERM')
  const deadline = Date.now() + graceMs
  while (isStillRunning(recorded) && Date.now() < deadline) await sleep(50)
  if (isStillRunning(recorded)) killGroup(recorded.pid, 'SIGKILL')
  while (isStillRunning(recorded)) await sleep(20)
  return true
}

function startByProc(pid: number): string | undefined {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the name in brackets and may itself hold brackets and blanks.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z') return undefined
    const boot = fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8)
    return `${boot}-${fields[19] ?? ''}`
  } catch {
    return undefined
  }
}

function startByPs(pid: number): string | undefined {
  try {
    const args = ['-o', 'lstart=', '-p', String(pid)]
    return execFileSync('ps', args, { encoding: 'utf8', env: { LC_ALL: 'C' } }).trim() || undefined
  } catch {
    return undefined
  }
}
