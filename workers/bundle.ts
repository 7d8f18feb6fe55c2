/**
 * The workflow bundle: built once, kept under a hash of what went into it, and the same one for tests and production.
 */
import { createHash } from 'node:crypto'
import fs from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { bundleWorkflowCode } from '@temporalio/worker'

const flowsDir = path.resolve(import.meta.dirname, '../workflows')

export interface WorkflowBundle {
  codePath: string
}

/**
 * @param cacheDir folder that keeps bundles; made when it is not there
 */
export async function buildWorkflowBundle(cacheDir: string): Promise<WorkflowBundle> {
  const codePath = path.resolve(cacheDir, `workflows-${await hashSources()}.js`)
  const there = await fs.stat(codePath).catch(() => undefined)
  if (there) return { codePath }
  const silent = (): void => undefined
  const { code } = await bundleWorkflowCode({
    workflowsPath: path.join(flowsDir, 'index.ts'),
    workflowInterceptorModules: [path.join(flowsDir, 'trace/interceptors.ts')],
    logger: {
      log: silent,
      trace: silent,
      debug: silent,
      info: silent,
      // Only what breaks the build is worth a line, and that is thrown.
      warn: silent,
      error: silent,
    },
  })
  await fs.mkdir(path.dirname(codePath), { recursive: true })
  // Moved into place whole: two processes may build at once.
  const half = `${codePath}.${process.pid}`
  await fs.writeFile(half, code)
  await fs.rename(half, codePath)
  return { codePath }
}

async function hashSources(): Promise<string> {
  const hash = createHash('sha256')
  const sdk = createRequire(import.meta.url).resolve('@temporalio/worker/package.json')
  hash.update(await fs.readFile(sdk))
  const names = await fs.readdir(flowsDir, { recursive: true })
  for (const name of names.toSorted()) {
    if (!name.endsWith('.ts') || /\.test\.ts$|^testing\//.test(name)) continue
    hash.update(`${name}\0`).update(await fs.readFile(path.join(flowsDir, name)))
  }
  return hash.digest('hex').slice(0, 16)
}
