/**
 * Builds valid inputs out of a procedure's own schema, so that a new procedure is probed without anybody writing an
 * input for it. What it cannot build it refuses: a gap would be silent otherwise.
 */
import { z } from 'zod'
import { newId } from '#workflows/contracts/ids.ts'
import { idKindOf, isIdKind, type IdKind } from './id-kinds.ts'
import type { Random } from './random.ts'
import { stringsFor } from './strings.ts'

export interface BuildOptions {
  /** Path of the procedure. */
  procedure: string
  random: Random
  /** An id of a thing of this kind. */
  idOf: (kind: IdKind) => string
}

type Schema = z.core.$ZodTypes

/** Refinements over several fields are met by trying again. */
const TRIES = 60
const MAX_ITEMS = 3

/** Types without parts and bounds. */
const PLAIN: Readonly<Record<string, (random: Random) => unknown>> = {
  boolean: (random) => random.chance(0.5),
  null: () => null,
  undefined: () => undefined,
  void: () => undefined,
  any: () => 'probe',
  unknown: () => 'probe',
}

/**
 * @returns undefined for a procedure without input
 * @throws Error naming procedure and field when the schema has something that cannot be built
 */
export function buildInput(schema: z.core.$ZodType | undefined, options: BuildOptions): unknown {
  if (schema === undefined) return undefined
  let problem = ''
  for (let tries = 0; tries < TRIES; tries++) {
    const value = new Builder(options).build(schema, '')
    const parsed = z.safeParse(schema, value)
    if (parsed.success) return value
    problem = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join()
  }
  throw new Error(`No input for ${options.procedure} could be built: ${problem}`)
}

class Builder {
  readonly #options: BuildOptions

  constructor(options: BuildOptions) {
    this.#options = options
  }

  build(schema: z.core.$ZodType, field: string): unknown {
    const { random } = this.#options
    const kind = this.#idKind(schema, field)
    const { def } = (schema as Schema)._zod
    if (kind !== null && (def.type === 'string' || def.type === 'custom')) {
      return this.#options.idOf(kind)
    }
    return def.type in PLAIN ? PLAIN[def.type]?.(random) : this.#composed(schema, field)
  }

  #composed(schema: z.core.$ZodType, field: string): unknown {
    const { random } = this.#options
    const { def } = (schema as Schema)._zod
    switch (def.type) {
      case 'object':
        return this.#object(def)
      case 'string':
      case 'custom':
        return this.#text(schema, field)
      case 'number':
        return this.#number(schema)
      case 'literal':
        return random.pick(def.values)
      case 'enum':
        return random.pick(Object.values(def.entries))
      case 'nullable':
        return random.chance(0.4) ? null : this.build(def.innerType, field)
      case 'optional':
        return random.chance(0.4) ? undefined : this.build(def.innerType, field)
      case 'default':
      case 'prefault':
      case 'catch':
      case 'readonly':
      case 'nonoptional':
        return this.build(def.innerType, field)
      case 'array':
        return this.#array(schema, def.element, field)
      case 'tuple':
        return def.items.map((item) => this.build(item, field))
      case 'union':
        return this.build(random.pick(def.options), field)
      case 'record':
        return this.#record(def, field)
      case 'lazy':
        return this.build(def.getter(), field)
      case 'pipe':
        return this.#pipe(schema, def, field)
      default:
        return this.#fail(field, `it cannot build a value of the type ${def.type}`)
    }
  }

  #idKind(schema: z.core.$ZodType, field: string): IdKind | null {
    const told = z.globalRegistry.get(schema)?.['probe']
    if (told !== undefined && !isIdKind(told))
      this.#fail(field, `it knows no kind of id by this meta`)
    return isIdKind(told) ? told : idKindOf(this.#options.procedure, field)
  }

  #object({ shape }: z.core.$ZodObjectDef): Record<string, unknown> {
    const fields = Object.entries(shape).map(([name, schema]) => [name, this.build(schema, name)])
    return Object.fromEntries(fields) as Record<string, unknown>
  }

  #text(schema: z.core.$ZodType, field: string): unknown {
    const { random, procedure } = this.#options
    const { def } = (schema as Schema)._zod
    const format = 'format' in def ? String(def.format) : undefined
    if (format === 'uuid' || format === 'guid' || field === 'commandId') return newId()
    const { min, max } = lengthsOf(schema)
    const found = stringsFor({ format, field }, random)
      .flatMap((text) => [text, text.slice(0, max), text.padEnd(min, '-probe')])
      .find((text) => z.safeParse(schema, text).success)
    return found ?? this.#fail(field, `no string that it knows is taken there (${procedure})`)
  }

  #number(schema: z.core.$ZodType): number {
    const checks = checksOf(schema)
    const bound = (name: string, without: number): number =>
      checks.flatMap((check) => (check.check === name ? [Number(check.value)] : [])).at(0) ??
      without
    const low = bound('greater_than', 0)
    const high = bound('less_than', low + 1_000)
    return low + this.#options.random.int(high - low + 1)
  }

  #array(schema: z.core.$ZodType, element: z.core.$ZodType, field: string): unknown[] {
    const { min, max } = lengthsOf(schema)
    const length = Math.min(max, min + this.#options.random.int(MAX_ITEMS))
    return Array.from({ length }, () => this.build(element, field))
  }

  #record({ keyType, valueType }: z.core.$ZodRecordDef, field: string): unknown {
    const { def } = (keyType as Schema)._zod
    const keys = def.type === 'enum' ? Object.values(def.entries) : [this.build(keyType, field)]
    return Object.fromEntries(keys.map((key) => [key, this.build(valueType, field)]))
  }

  /** `in` may take what `out` refuses: whichever of both, or of all strings, passes the whole. */
  #pipe(schema: z.core.$ZodType, def: z.core.$ZodPipeDef, field: string): unknown {
    const isTransform = (side: z.core.$ZodType): boolean => side._zod.def.type === 'transform'
    for (const side of [def.out, def.in]) {
      if (isTransform(side)) continue
      const value = this.build(side, field)
      if (z.safeParse(schema, value).success) return value
    }
    return this.#text(schema, field)
  }

  #fail(field: string, why: string): never {
    throw new Error(
      `No input for ${this.#options.procedure} could be built at "${field}": ${why}. ` +
        'Teach web/testing/probes/build-input.ts, or say by .meta({ probe }) what the field holds.',
    )
  }
}

interface Check {
  check: string
  value?: unknown
  minimum?: number
  maximum?: number
  length?: number
}

const checksOf = (schema: z.core.$ZodType): Check[] =>
  (schema._zod.def.checks ?? []).map((check): Check => check._zod.def)

function lengthsOf(schema: z.core.$ZodType): { min: number; max: number } {
  let [min, max] = [0, 1_000]
  for (const { minimum, maximum, length } of checksOf(schema)) {
    min = Math.max(min, minimum ?? length ?? 0)
    max = Math.min(max, maximum ?? length ?? max)
  }
  return { min, max }
}
