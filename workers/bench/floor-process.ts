/** A floor runs as a process of its own, as what it bounds does; its first line of output names its port. */
import path from 'node:path'
import { childEnv, projectDir } from '../dev/env.ts'
import { startChild } from '../dev/process/child.ts'
import { createLastLines } from '../dev/process/last-lines.ts'

export interface FloorProcess {
  url: string
  stop(): Promise<void>
}

/**
 * @param file below the checkout
 * @throws Error with the floor's last words when it ends before it names its port
 */
export async function startFloor(file: string, args: readonly string[]): Promise<FloorProcess> {
  const lines = createLastLines()
  const port = Promise.withResolvers<string>()
  const child = await startChild({
    command: process.execPath,
    args: [path.join(projectDir, file), ...args],
    cwd: projectDir,
    env: childEnv({ NODE_ENV: 'production' }),
    onLine: (line) => {
      lines.add(line)
      const named = /^port (\d+)$/.exec(line)?.[1]
      if (named) port.resolve(named)
    },
  })
  void child.exited.then((end) => port.reject(new Error(`${file}: ${end}\n${lines.text()}`)))
  return { url: `http://127.0.0.1:${await port.promise}`, stop: () => child.stop() }
}
