/** Remembers the end of a process's output, so that a failure can say what the process said last. */
const STACK_FRAME = /^\s+at /

export interface LastLines {
  add(line: string): void
  text(): string
}

export function createLastLines(keep = 12): LastLines {
  const lines: string[] = []
  return {
    add(line) {
      // Frames would push out the one line that says what is wrong; the log file has them.
      if (STACK_FRAME.test(line) || line.trim() === '') return
      lines.push(line)
      if (lines.length > keep) lines.shift()
    },
    text: () => lines.join('\n'),
  }
}
