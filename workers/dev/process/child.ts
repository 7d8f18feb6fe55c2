/**
 * One child process in a process group of its own: a Ctrl-C in the terminal reaches only the supervisor,
 * which then ends its children in order, and whatever a child started is ended with it.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'

export interface ChildOptions {
  command: string
  args: readonly string[]
  cwd: string
  env: NodeJS.ProcessEnv
  /** Run as this user; only root can ask for it. */
  uid?: number
  gid?: number
  /** Every line the child writes, on either stream. */
  onLine?: (line: string) => void
}

export interface Child {
  readonly pid: number
  /** Settles once, when the process has ended; never rejects. */
  readonly exited: Promise<string>
  isRunning(): boolean
  /** Asks with `signal`, then kills the whole group after `graceMs`. */
  stop(signal?: NodeJS.Signals, graceMs?: number): Promise<void>
}

const LAST_WORDS_MS = 500
const running = new Set<number>()
// Whatever ends this process, short of SIGKILL, takes the children along.
process.on('exit', () => {
  for (const pid of running) killGroup(pid, 'SIGKILL')
})

/** @throws Error when the program cannot be started at all */
export async function startChild(options: ChildOptions): Promise<Child> {
  const process = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: options.env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(options.uid === undefined ? {} : { uid: options.uid }),
    ...(options.gid === undefined ? {} : { gid: options.gid }),
  })
  const pid = await new Promise<number>((resolve, reject) => {
    process.once('error', reject)
    process.once('spawn', () => resolve(process.pid ?? -1))
  })
  running.add(pid)
  for (const stream of [process.stdout, process.stderr]) {
    createInterface({ input: stream }).on('line', (line) => options.onLine?.(line))
  }
  const exited = waitForExit(process, pid)
  const isRunning = (): boolean => running.has(pid)
  return {
    pid,
    exited,
    isRunning,
    async stop(signal = 'SIGTERM', graceMs = 8_000) {
      if (!isRunning()) return
      process.kill(signal)
      const timer = setTimeout(() => killGroup(pid, 'SIGKILL'), graceMs)
      await exited
      clearTimeout(timer)
    },
  }
}

/** Signals a group and tells whether anything was there to get it. */
export function killGroup(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(-pid, signal)
    return true
  } catch {
    return false
  }
}

function waitForExit(child: ChildProcess, pid: number): Promise<string> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      // Grandchildren of a process that died alone must not outlive it.
      killGroup(pid, 'SIGKILL')
      const end = (): void => {
        running.delete(pid)
        resolve(signal === null ? `exit code ${code ?? 0}` : `signal ${signal}`)
      }
      // Its last words are read by then, unless somebody who left the group still holds the pipes.
      const timer = setTimeout(end, LAST_WORDS_MS)
      child.once('close', () => {
        clearTimeout(timer)
        end()
      })
    })
  })
}
