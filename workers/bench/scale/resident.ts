/** Memory of a process as the system counts it. */
import fs from 'node:fs/promises'

/** @throws Error where the system does not say, as outside of Linux */
export async function residentKb(pid: number): Promise<number> {
  const status = await fs.readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const found = /^VmRSS:\s+(\d+) kB$/m.exec(status)
  if (!found) throw new Error('This system does not tell how much memory a process holds.')
  return Number(found[1])
}
