/**
 * The production build of the pages, made again only when something that goes into it has changed. Each build has a
 * folder of its own named after its sources, so that a build made by a test never takes the files away from a server
 * that is running; `build/current` names the newest.
 */
import fs from 'node:fs/promises'
import path from 'node:path'
import { createHash } from 'node:crypto'
import { childEnv, projectDir } from './env.ts'
import { startChild } from './process/child.ts'
import { createLastLines } from './process/last-lines.ts'

const SOURCES = ['web', 'workflows/contracts']
const FILES = ['package-lock.json', 'react-router.config.ts', 'vite.config.ts', 'tsconfig.json']
const BUILDS = path.join(projectDir, 'build')
const CURRENT = path.join(BUILDS, 'current')
/** Older builds may still be served by somebody; older than these they are removed. */
const KEPT = 4
const NOT_BUILT = /\.test\.tsx?$|\.e2e\.ts$|^web\/(e2e|bench|server|ingress)\//

export interface BuildOptions {
  log: (line: string) => void
}

/** True when the build was made from the sources as they are now. */
export async function isBuildCurrent(): Promise<boolean> {
  return (await currentBuild()) === (await hashSources(projectDir)).slice(0, 16)
}

/** @returns false when the build was still good; throws Error with the build's last words */
export async function buildWeb({ log }: BuildOptions): Promise<boolean> {
  const name = (await hashSources(projectDir)).slice(0, 16)
  if ((await currentBuild()) === name) return false
  log('Building the pages')
  await fs.mkdir(BUILDS, { recursive: true })
  const scratch = await fs.mkdtemp(path.join(BUILDS, '.making-'))
  await runBuild(scratch)
  // Somebody else may have made the same build meanwhile: theirs is as good.
  await fs.rename(scratch, path.join(BUILDS, name)).catch(() => removeFolder(scratch))
  await fs.writeFile(`${CURRENT}.new`, name)
  await fs.rename(`${CURRENT}.new`, CURRENT)
  await removeOldBuilds()
  return true
}

async function runBuild(folder: string): Promise<void> {
  const lines = createLastLines(20)
  const child = await startChild({
    command: path.join(projectDir, 'node_modules/.bin/react-router'),
    args: ['build'],
    cwd: projectDir,
    env: childEnv({
      NODE_ENV: 'production',
      PORTSIDE_BUILD_DIR: path.relative(projectDir, folder),
    }),
    onLine: (line) => lines.add(line),
  })
  const end = await child.exited
  if (end === 'exit code 0') return
  await removeFolder(folder)
  throw new Error(`The pages could not be built (${end}):\n${lines.text()}`)
}

async function currentBuild(): Promise<string | undefined> {
  const name = await fs.readFile(CURRENT, 'utf8').catch(() => '')
  const server = path.join(BUILDS, name, 'server/index.js')
  return name !== '' && (await fs.stat(server).catch(() => undefined)) ? name : undefined
}

async function removeOldBuilds(): Promise<void> {
  const names = await fs.readdir(BUILDS)
  const builds = await Promise.all(
    names.map(async (name) => ({ name, at: (await fs.stat(path.join(BUILDS, name))).mtimeMs })),
  )
  const old = builds
    .filter(({ name }) => /^[0-9a-f]{16}$/.test(name))
    .toSorted((a, b) => b.at - a.at)
    .slice(KEPT)
  for (const { name } of old) await removeFolder(path.join(BUILDS, name))
}

const removeFolder = (folder: string): Promise<void> =>
  fs.rm(folder, { recursive: true, force: true })

/** Hash over names and contents of everything a build reads below `root`. */
export async function hashSources(root: string): Promise<string> {
  const hash = createHash('sha256')
  const files: string[] = []
  for (const folder of SOURCES) {
    const entries = await fs.readdir(path.join(root, folder), {
      recursive: true,
      withFileTypes: true,
    })
    for (const entry of entries) {
      const file = path.relative(root, path.join(entry.parentPath, entry.name))
      if (entry.isFile() && !NOT_BUILT.test(file)) files.push(file)
    }
  }
  for (const file of [...files.sort(), ...FILES]) {
    const bytes = await fs.readFile(path.join(root, file)).catch(() => undefined)
    if (bytes) hash.update(file).update('\0').update(bytes).update('\0')
  }
  return hash.digest('hex')
}
