/** How much memory a process of this machine holds, in kB: what `ps` says. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** @throws Error when there is no such process */
export async function residentKb(pid: number): Promise<number> {
  const { stdout } = await run('ps', ['-o', 'rss=', '-p', String(pid)])
  const kilobytes = Number(stdout.trim())
  if (!(kilobytes > 0)) throw new Error(`Process ${pid} cannot be measured.`)
  return kilobytes
}
