/** Reads docker-compose.yml as Compose does: YAML with merges, then variables, with `:?`, `:-` and `$$`. */
import fs from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { projectDir } from '../env.ts'

const texts = z.union([z.string(), z.array(z.string())])

const serviceSchema = z.looseObject({
  image: z.string(),
  restart: z.string(),
  build: z.string().optional(),
  command: texts.optional(),
  read_only: z.boolean().optional(),
  cap_drop: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.string()).default({}),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
})

const composeSchema = z.looseObject({
  services: z.record(z.string(), serviceSchema),
  volumes: z.record(z.string(), z.unknown()).default({}),
})

export type ComposeFile = z.output<typeof composeSchema>
export type ComposeService = z.output<typeof serviceSchema>
type Variables = Record<string, string | undefined>

export const composeText = fs.readFileSync(path.join(projectDir, 'docker-compose.yml'), 'utf8')

const VARIABLE = /\$(?:\$|\{(\w+)(?::([-?])([^}]*))?\})/g

/** The document as data, variables filled in. @throws Error that names the first missing variable */
export function readCompose(variables: Variables): unknown {
  return fill(parse(composeText, { merge: true }), variables)
}

export const typedCompose = (variables: Variables): ComposeFile =>
  composeSchema.parse(readCompose(variables))

/** Names of the variables without which Compose refuses to go on. */
export function listRequired(): string[] {
  const found = [...composeText.matchAll(VARIABLE)].filter(([, , kind]) => kind === '?')
  return [...new Set(found.map(([, name = '']) => name))].sort()
}

function fill(value: unknown, variables: Variables): unknown {
  if (typeof value === 'string') return fillText(value, variables)
  if (Array.isArray(value)) return value.map((item) => fill(item, variables))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, fill(item, variables)]),
  )
}

function fillText(text: string, variables: Variables): string {
  return text.replaceAll(VARIABLE, (found) => {
    const [, name, kind, rest = ''] = [...found.matchAll(VARIABLE)][0] ?? []
    if (name === undefined) return '$'
    const value = variables[name] ?? ''
    if (value === '' && kind === '?') throw new Error(`${name}: ${rest}`)
    return value === '' && kind === '-' ? rest : value
  })
}
