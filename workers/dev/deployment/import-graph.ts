/** Everything a process loads when it starts from a file: our own modules and the packages they name. */
import fs from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import path from 'node:path'
import ts from 'typescript'
import { projectDir } from '../env.ts'

export interface Loaded {
  /** Paths below the project's root. */
  files: Set<string>
  /** Package name → a file that imports it. */
  packages: Map<string, string>
}

/** Types are stripped first, as Node does, so that an `import type` counts for nothing. */
export function followImports(entries: readonly string[]): Loaded {
  const loaded: Loaded = { files: new Set(), packages: new Map() }
  const waiting = [...entries]
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (loaded.files.has(file)) continue
    loaded.files.add(file)
    for (const name of importsOf(file)) {
      if (name.startsWith('node:')) continue
      if (name.startsWith('.')) waiting.push(path.posix.join(path.posix.dirname(file), name))
      else if (name === '#temporal.config') waiting.push('temporal.config.ts')
      else if (name.startsWith('#')) waiting.push(name.slice(1))
      else loaded.packages.set(packageOf(name), file)
    }
  }
  return loaded
}

function importsOf(file: string): string[] {
  const source = fs.readFileSync(path.join(projectDir, file), 'utf8')
  return ts.preProcessFile(stripTypeScriptTypes(source)).importedFiles.map((one) => one.fileName)
}

const packageOf = (name: string): string =>
  name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/')
