/**
 * `.portside/runtime.json`: every URL, DSN and process id of the running instance, for people, tools and the
 * single processes of `npm run web` and the like. A process is written with its start, so that its number alone
 * is never enough to kill it.
 */
import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { recordedProcessSchema } from '../../process/identity.ts'
import { readPrivate, writePrivate } from './private-file.ts'

const dsnSchema = z.object({
  superuser: z.string(),
  owner: z.string(),
  app: z.string(),
  worker: z.string(),
  staff: z.string(),
})
export type Dsns = z.infer<typeof dsnSchema>

/** The superuser in the instance's own database: its own DSN leads to the maintenance database of the cluster. */
export function superuserInside({ superuser, owner }: Dsns): string {
  const url = new URL(superuser)
  url.pathname = new URL(owner).pathname
  return url.href
}

const runtimeSchema = z.object({
  supervisor: recordedProcessSchema,
  postgres: recordedProcessSchema.extend({
    port: z.number(),
    /** The folder that holds the cluster. */
    home: z.string(),
    /** DSN of each role. */
    dsn: dsnSchema,
  }),
  /** Without process where TEMPORAL_ADDRESS names a server of somebody else's. */
  temporal: recordedProcessSchema.partial().extend({
    address: z.string(),
    namespace: z.string(),
    /** The web interface. */
    url: z.string(),
  }),
  sandbox: recordedProcessSchema.extend({
    url: z.string(),
    /** Its mail server; an older version left none. */
    smtp: z.string().optional(),
  }),
  worker: recordedProcessSchema,
  web: recordedProcessSchema.extend({ url: z.string() }),
})
const storedSchema = runtimeSchema.partial()
export type Runtime = z.infer<typeof storedSchema>
export type RuntimeKey = keyof Runtime

export interface RuntimeFile {
  read(): Runtime
  set<K extends RuntimeKey>(key: K, entry: NonNullable<Runtime[K]>): void
  remove(key: RuntimeKey): void
}

export function createRuntimeFile(dataDir: string): RuntimeFile {
  const file = path.join(dataDir, 'runtime.json')
  const read = (): Runtime => readPrivate(file, storedSchema) ?? {}
  return {
    read,
    set: (key, entry) => writePrivate(file, { ...read(), [key]: entry }),
    remove(key) {
      const { [key]: removed, ...rest } = read()
      if (removed === undefined) return
      if (Object.keys(rest).length === 0) fs.rmSync(file)
      else writePrivate(file, rest)
    },
  }
}
