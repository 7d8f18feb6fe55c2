/** Gets a counterpart into the cache once; it lands there in one step, so a broken install leaves nothing behind. */
import fs from 'node:fs/promises'
import path from 'node:path'
import { cacheDir, childEnv } from '../env.ts'
import { startChild } from '../process/child.ts'
import { createLastLines } from '../process/last-lines.ts'
import type { Counterpart } from './counterpart.ts'

const folderOf = ({ name, version }: Counterpart): string =>
  path.join(cacheDir, 'counterparts', `${name}-${version}`)

/** Written last: a folder without it is a half one. */
const MARK = '.complete'

const exists = (file: string): Promise<boolean> =>
  fs.access(file).then(
    () => true,
    () => false,
  )

/**
 * @returns path of the program
 * @throws Error with the last words of the step that failed
 */
export async function install(
  counterpart: Counterpart,
  log: (line: string) => void,
): Promise<string> {
  const folder = folderOf(counterpart)
  const program = path.join(folder, counterpart.program)
  if (await exists(path.join(folder, MARK))) return program
  const { name, version } = counterpart
  log(`${name} ${version}: installing it into ${folder}, once`)
  // A virtual environment knows its own path, so it cannot be made elsewhere and moved.
  await fs.rm(folder, { recursive: true, force: true })
  await fs.mkdir(folder, { recursive: true })
  for (const step of counterpart.install) await run(step, folder)
  await fs.writeFile(path.join(folder, MARK), '')
  return program
}

async function run([command, ...args]: readonly [string, ...string[]], cwd: string): Promise<void> {
  const lines = createLastLines(6)
  const words = [command, ...args].join(' ')
  const own = command.includes('/') ? path.join(cwd, command) : command
  const child = await startChild({
    command: own,
    args,
    cwd,
    env: childEnv({ GOBIN: cwd }),
    onLine: (line) => lines.add(line),
  }).catch((cause: unknown) => {
    throw new Error(`"${words}" could not be started; is ${command} on PATH?`, { cause })
  })
  const end = await child.exited
  if (end !== 'exit code 0') throw new Error(`"${words}" ended with ${end}:\n${lines.text()}`)
}
