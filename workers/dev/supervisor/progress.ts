/**
 * Progress of a start as calm lines: one when a step is done, and one now and then while it takes long.
 * No cursor tricks, so that a terminal, a file and CI all read the same.
 */
export interface Progress {
  /** Runs a step and says how long it took; `result` is what the line adds about its outcome. */
  step<T>(name: string, work: (note: (text: string) => void) => Promise<T>): Promise<T>
  line(text: string): void
}

const REMIND_MS = 15_000

export function createProgress(write: (line: string) => void): Progress {
  const since = (started: number): string => `${((Date.now() - started) / 1_000).toFixed(1)} s`
  return {
    async step(name, work) {
      const started = Date.now()
      let note = ''
      const timer = setInterval(() => {
        write(`  … ${name}${note && `: ${note}`} (${since(started)})`)
      }, REMIND_MS)
      try {
        const result = await work((text) => (note = text))
        write(`  ✓ ${name}${note && `: ${note}`} (${since(started)})`)
        return result
      } catch (error) {
        write(`  ✗ ${name} (${since(started)})`)
        throw error
      } finally {
        clearInterval(timer)
      }
    },
    line: (text) => write(`  ${text}`),
  }
}
