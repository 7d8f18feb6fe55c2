/**
 * The end of an instance: services stop in the opposite order of their start, so that nobody loses what it
 * stands on. A second signal kills at once; one key press that arrives by several ways counts once.
 */
export interface Stoppable {
  stop(): Promise<void>
}

export interface Shutdown {
  /** Registers what was started; the last one registered stops first. */
  add(service: Stoppable): void
  /** Stops everything once; further calls wait for the first. */
  run(): Promise<void>
}

export function createShutdown(): Shutdown {
  const services: Stoppable[] = []
  let done: Promise<void> | undefined
  const stopAll = async (): Promise<void> => {
    for (let last = services.pop(); last; last = services.pop()) await last.stop()
  }
  return {
    add: (service) => services.push(service),
    run: () => (done ??= stopAll()),
  }
}

// A Ctrl-C reaches us from the terminal, from npm and from the bootstrap, all within moments.
const SAME_KEY_PRESS_MS = 1_000

/** Calls `onStop` at the first signal, or when our parent is gone; a second signal ends the process at once. */
export function onStopSignal(onStop: () => void): void {
  let first = 0
  const onSignal = (): void => {
    if (first === 0) {
      first = Date.now()
      onStop()
    } else if (Date.now() - first > SAME_KEY_PRESS_MS) {
      // Ending this process kills every child that is left, see child.ts.
      process.exit(1)
    }
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal)
  watchParent(onSignal)
}

/** The bootstrap above us cannot tell us when it is killed outright. */
function watchParent(onGone: () => void): void {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    onGone()
  }, 500)
  timer.unref()
}
