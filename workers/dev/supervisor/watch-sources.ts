/**
 * Tells when server code changed. Not Node's own --watch: it restarts at every temporary file of Vite's, and its
 * messages from worker threads end the Temporal worker.
 */
import { watch } from 'node:fs'
import path from 'node:path'
import { projectDir } from '../env.ts'

const SOURCE = /\.(ts|sql)$/
const NOT_SERVED = /\.test\.ts$|\.e2e\.ts$|^(dev|bench|testing)\//
/** Editors write a file in several steps, and a save of many files is one change. */
const QUIET_MS = 250

/** Calls `onChange` once per burst of changes below `folders`; returns the way to stop watching. */
export function watchSources(
  folders: readonly string[],
  onChange: (file: string) => void,
): () => void {
  let timer: NodeJS.Timeout | undefined
  const watchers = folders.map((folder) =>
    watch(path.join(projectDir, folder), { recursive: true }, (_, file) => {
      if (file === null || !SOURCE.test(file) || NOT_SERVED.test(file)) return
      clearTimeout(timer)
      timer = setTimeout(() => onChange(path.join(folder, file)), QUIET_MS)
    }),
  )
  return () => {
    clearTimeout(timer)
    for (const watcher of watchers) watcher.close()
  }
}
