import fs from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { projectDir } from './env.ts'
import { NAMES } from './supervisor/process-env.ts'

// Set by the system or by whoever starts a process, not by whoever configures Portside.
const OF_THE_SYSTEM = ['NODE_ENV', 'PATH', 'XDG_CACHE_HOME']
const FOLDERS = ['db', 'integrations', 'web', 'workers']

/** Names in every object schema that any `env.ts` exports. */
async function readSchemas(): Promise<Map<string, string>> {
  const names = new Map<string, string>()
  for (const folder of FOLDERS) {
    const files = await fs.readdir(path.join(projectDir, folder), { recursive: true })
    for (const file of files.filter((name) => path.basename(name) === 'env.ts')) {
      const full = path.join(projectDir, folder, file)
      const module = (await import(full)) as Record<string, unknown>
      for (const schema of Object.values(module)) {
        if (!(schema instanceof z.ZodObject)) continue
        for (const name of Object.keys(schema.shape)) names.set(name, path.join(folder, file))
      }
    }
  }
  for (const name of OF_THE_SYSTEM) names.delete(name)
  return names
}

interface Entry {
  name: string
  comment: string
}

async function readExample(): Promise<Entry[]> {
  const lines = (await fs.readFile(path.join(projectDir, '.env.example'), 'utf8')).split('\n')
  return lines.flatMap((line, at) => {
    const name = /^([A-Z][A-Z0-9_]*)=/.exec(line)?.[1]
    return name === undefined ? [] : [{ name, comment: lines[at - 1] ?? '' }]
  })
}

test('every variable of an environment schema is in .env.example', async () => {
  const listed = new Set((await readExample()).map((entry) => entry.name))
  const schemas = await readSchemas()
  expect(schemas.size).toBeGreaterThan(10)
  expect([...schemas].filter(([name]) => !listed.has(name))).toEqual([])
})

test('.env.example lists nothing that no process reads, and nothing twice', async () => {
  const listed = (await readExample()).map((entry) => entry.name)
  const schemas = await readSchemas()
  // What `npm start` gives a process is for that process to read.
  const given: readonly string[] = Object.values(NAMES).flat()
  const read = (name: string): boolean => schemas.has(name) || given.includes(name)
  expect(listed.filter((name) => !read(name))).toEqual([])
  expect(listed).toEqual([...new Set(listed)])
})

test('every variable in .env.example is explained by the line above it', async () => {
  const bare = (await readExample()).filter(({ comment }) => !/^# [A-Z]/.test(comment))
  expect(bare).toEqual([])
})
