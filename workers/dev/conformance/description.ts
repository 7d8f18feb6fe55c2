/**
 * Reads an OpenAPI 3.0 description and compiles the schemas of its answers. Stricter than the description:
 * a field that it does not name is a fault too, since a stand-in must not invent any.
 */
import { readFileSync } from 'node:fs'
import { Ajv, type ValidateFunction } from 'ajv'
import { z } from 'zod'

const media = z.record(z.string(), z.object({ schema: z.unknown() }))
const answer = z.object({ $ref: z.string().optional(), content: media.optional() })
const operation = z.object({ responses: z.record(z.string(), answer) })
const document = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.object({
    schemas: z.record(z.string(), z.unknown()),
    responses: z.record(z.string(), answer).default({}),
  }),
})

export interface Described {
  /** As the description words it. */
  path: string
  validate(status: number, body: unknown): string[]
}

export interface Description {
  /** Faults of a value against a schema of the document; null when it has none of that name. */
  check(schema: string, value: unknown): string[] | null
  find(method: string, pathname: string): Described | null
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** OpenAPI 3.0 → JSON Schema: `nullable` becomes a choice, and objects with fields are closed. */
export function toJsonSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(toJsonSchema)
  if (!isRecord(schema)) return schema
  const { nullable, properties, ...rest } = schema
  const out: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(rest)) {
    out[name] = name === 'enum' || name === 'required' ? value : toJsonSchema(value)
  }
  if (isRecord(properties)) {
    out['properties'] = Object.fromEntries(
      Object.entries(properties).map(([name, value]) => [name, toJsonSchema(value)]),
    )
    out['additionalProperties'] ??= false
  }
  return nullable === true ? { anyOf: [out, { type: 'null' }] } : out
}

/** Segments in braces stand for any one segment. */
function fits(template: readonly string[], pathname: readonly string[]): boolean {
  if (template.length !== pathname.length) return false
  return template.every((part, index) => part.startsWith('{') || part === pathname[index])
}

const literalsOf = (parts: readonly string[]): number =>
  parts.filter((part) => !part.startsWith('{')).length

export function readDescription(file: string): Description {
  const { paths, components } = document.parse(JSON.parse(readFileSync(file, 'utf8')))
  const ajv = new Ajv({ strict: false, allErrors: false, validateFormats: false })
  ajv.addSchema({ $id: 'api', components: toJsonSchema(components) })
  const routes = Object.entries(paths)
    .map(([path, methods]) => ({ path, methods, parts: path.split('/') }))
    // The most literal path wins.
    .toSorted((a, b) => literalsOf(b.parts) - literalsOf(a.parts))
  const compiled = new Map<string, ValidateFunction | null>()

  const validatorOf = (path: string, method: string, status: number): ValidateFunction | null => {
    const key = `${method} ${path} ${String(status)}`
    const known = compiled.get(key)
    if (known !== undefined) return known
    const { responses } = operation.parse(paths[path]?.[method])
    const given = responses[String(status)] ?? responses['default']
    // HubSpot words its errors once, by name and for any type of content.
    const named = given?.$ref?.replace('#/components/responses/', '')
    const content = (named === undefined ? given : components.responses[named])?.content
    const schema = (content?.['application/json'] ?? content?.['*/*'])?.schema
    const made = schema === undefined ? null : ajv.compile(absolute(toJsonSchema(schema)))
    compiled.set(key, made)
    return made
  }
  return {
    check(schema, value) {
      if (!Object.hasOwn(components.schemas, schema)) return null
      const validate = ajv.getSchema(`api#/components/schemas/${schema}`)
      return validate ? faultsOf(validate, value) : null
    },
    find(method, pathname) {
      const name = method.toLowerCase()
      const asked = pathname.split('/')
      const route = routes.find(({ parts, methods }) => name in methods && fits(parts, asked))
      if (!route) return null
      return {
        path: route.path,
        validate(status, body) {
          const validate = validatorOf(route.path, name, status)
          return validate ? faultsOf(validate, body) : [`status ${String(status)} is not described`]
        },
      }
    },
  }
}

function faultsOf(validate: ValidateFunction, value: unknown): string[] {
  if (validate(value)) return []
  return (validate.errors ?? []).map(
    ({ instancePath, message = '', params }) =>
      `${instancePath || '/'} ${message} ${JSON.stringify(params)}`,
  )
}

/** References of an answer's schema point into the document, which has a name of its own here. */
function absolute(schema: unknown): object {
  const text = JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"api#/')
  return JSON.parse(text) as object
}
