/**
 * Reads a process environment against its schema and names every fault at once, with what the variable
 * means and an example. Values are never printed: they may be secrets.
 */
import { AppError } from '#workflows/contracts/errors.ts'
import { z } from 'zod'

/** One variable as documentation and `.env.example` show it. */
export interface EnvVariable {
  name: string
  meaning: string
  example: string | null
  required: boolean
}

type EnvSchema = z.ZodObject<Record<string, z.ZodType>>

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** Metadata may sit inside a default() or optional() wrapper. */
function metaOf(field: z.ZodType): { meaning: string; example: string | null } {
  const meta: Record<string, unknown> = field.meta() ?? {}
  const inner = 'innerType' in field.def ? field.def.innerType : undefined
  const below = inner instanceof z.ZodType ? metaOf(inner) : { meaning: '', example: null }
  return {
    meaning: text(meta['description']) ?? below.meaning,
    example: text(meta['example']) ?? below.example,
  }
}

/**
 * The variables of a schema, in its order. Meaning and example come from `.meta({ description, example })`.
 *
 * @example describeEnv(webEnv).map((variable) => variable.name)
 */
export function describeEnv(schema: EnvSchema): EnvVariable[] {
  return Object.entries(schema.shape).map(([name, field]) => ({
    name,
    ...metaOf(field),
    required: !field.safeParse(undefined).success,
  }))
}

/**
 * Parses an environment; an empty string counts as not set, as in `.env` files.
 *
 * @throws AppError `config` that lists every fault, one per line
 * @example const env = parseEnv(z.object({ PORT: z.coerce.number().meta({ description: 'Port', example: '3000' }) }), process.env)
 */
export function parseEnv<S extends EnvSchema>(
  schema: S,
  env: Record<string, string | undefined>,
): z.output<S> {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const result = schema.safeParse(set)
  if (result.success) return result.data

  const known = new Map(describeEnv(schema).map((variable) => [variable.name, variable]))
  const faults = new Map<string, string>()
  for (const issue of result.error.issues) {
    const name = String(issue.path[0] ?? 'environment')
    if (faults.has(name)) continue
    const variable = known.get(name)
    const problem =
      set[name] === undefined && variable ? 'is not set' : `is wrong: ${issue.message}`
    const meaning = variable?.meaning ? ` ${variable.meaning}.` : ''
    const example = variable?.example ? ` Example: ${name}=${variable.example}` : ''
    faults.set(name, `${name} ${problem}.${meaning}${example}`)
  }
  throw new AppError(
    'config',
    `The configuration has faults:\n  ${[...faults.values()].join('\n  ')}`,
    {
      detail: { variables: [...faults.keys()] },
    },
  )
}
