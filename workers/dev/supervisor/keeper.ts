/** Keeps one service running: whatever ends it, it is started again after the delay, until it is stopped. */
import { setTimeout as sleep } from 'node:timers/promises'
import { explain } from '../process/explain.ts'

export interface Running {
  readonly pid: number
  readonly exited: Promise<string>
  stop(): Promise<void>
}

export interface Service {
  name: string
  /** Resolves when the service can be used. */
  start(): Promise<Running>
}

export interface KeepOptions {
  restartDelayMs: number
  log: (line: string) => void
}

export interface Kept {
  pid(): number
  stop(): Promise<void>
}

// A service that dies as soon as it starts is started less and less often, but never given up.
const SHORT_LIFE_MS = 3_000
const PATIENCE = 3
const LONGEST_DELAY_MS = 30_000

/** @throws whatever the first start throws; later failures are logged and tried again */
export async function keepRunning(service: Service, options: KeepOptions): Promise<Kept> {
  const { log } = options
  const stopping = new AbortController()
  let running = await service.start()
  let startedAt = Date.now()
  let shortLives = 0

  const isStopping = (): boolean => stopping.signal.aborted
  const restart = async (): Promise<boolean> => {
    const factor = 2 ** Math.max(0, shortLives - PATIENCE)
    const delay = Math.min(options.restartDelayMs * factor, LONGEST_DELAY_MS)
    log(`${service.name} starts again in ${delay / 1_000} s`)
    await sleep(delay, undefined, { signal: stopping.signal }).catch(() => undefined)
    if (isStopping()) return true
    try {
      running = await service.start()
      startedAt = Date.now()
      log(`${service.name} runs again (pid ${running.pid})`)
      return true
    } catch (error) {
      shortLives++
      log(`${service.name} did not start: ${explain(error)}`)
      return false
    }
  }
  const watch = async (): Promise<void> => {
    for (;;) {
      const end = await running.exited
      if (isStopping()) return
      log(`${service.name} ended (${end})`)
      shortLives = Date.now() - startedAt < SHORT_LIFE_MS ? shortLives + 1 : 0
      while (!(await restart()));
      // Stopped while it was coming up: nobody else knows of the new process.
      if (isStopping()) return running.stop()
    }
  }
  const watching = watch()
  return {
    pid: () => running.pid,
    async stop() {
      stopping.abort()
      await running.stop()
      await watching
    },
  }
}
