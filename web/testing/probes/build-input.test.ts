/** The generator itself: it builds every shape there is, repeats itself by seed, and fails where it would have to guess. */
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { isUuid, newId } from '#workflows/contracts/ids.ts'
import { buildInput } from './build-input.ts'
import type { IdKind } from './id-kinds.ts'
import { createRandom } from './random.ts'

const asked: IdKind[] = []
const orderId = newId()

function build(schema: z.core.$ZodType | undefined, seed = 1, procedure = 'portal.orders.get') {
  asked.length = 0
  const idOf = (kind: IdKind): string => {
    asked.push(kind)
    return orderId
  }
  return buildInput(schema, { procedure, random: createRandom(seed), idOf })
}

const MANY = Array.from({ length: 50 }, (_, seed) => seed)

describe('a schema that can be served', () => {
  it.each([
    ['strict objects', z.strictObject({ a: z.string().min(3).max(5), b: z.boolean() })],
    ['formats', z.object({ a: z.uuid(), b: z.email(), c: z.iso.date(), d: z.iso.datetime() })],
    ['enums, literals and null', z.tuple([z.enum(['x', 'y']), z.literal('z'), z.null()])],
    [
      'patterns',
      z.object({ slug: z.string().regex(/^[a-z0-9-]+$/), code: z.string().regex(/^\d{6}$/) }),
    ],
    [
      'bounds',
      z.object({ a: z.int().min(5).max(7), b: z.number().gt(1).lt(3), c: z.string().min(300) }),
    ],
    [
      'lists within bounds',
      z
        .array(z.enum(['x', 'y']))
        .min(1)
        .max(4),
    ],
    [
      'what may be missing',
      z.object({ a: z.string().optional(), b: z.int().nullable().default(null) }),
    ],
    ['records', z.record(z.enum(['view', 'manage']), z.enum(['own', 'tenant']))],
    ['trimmed and piped', z.object({ a: z.string().trim().toLowerCase().pipe(z.email()) })],
    ['transformed', z.object({ a: z.string().transform((text) => text.length) })],
    ['refined', z.object({ a: z.int().min(0).max(3) }).refine(({ a }) => a === 2)],
    [
      'unions by a word',
      z.discriminatedUnion('type', [
        z.strictObject({ type: z.literal('preset'), preset: z.enum(['admin']) }),
        z.strictObject({ type: z.literal('none') }),
      ]),
    ],
  ])('is served: %s', (_name, schema) => {
    for (const seed of MANY) expect(z.safeParse(schema, build(schema, seed)).success).toBe(true)
  })

  it('is left out where there is none', () => {
    expect(build(undefined)).toBeUndefined()
  })

  it('gives the same input for the same seed, and others for others', () => {
    const schema = z.object({ a: z.int().min(0).max(1_000_000) })
    expect(build(schema, 7)).toEqual(build(schema, 7))
    expect(new Set(MANY.map((seed) => JSON.stringify(build(schema, seed)))).size).toBeGreaterThan(
      40,
    )
  })
})

describe('ids', () => {
  it('are of the kind that the router, the name or the schema says', () => {
    expect(build(z.object({ id: z.string().max(100) }))).toEqual({ id: orderId })
    expect(asked).toEqual(['order'])
    build(
      z.object({
        invoiceIds: z.array(z.uuid()).min(1).max(1),
        word: z.string().meta({ probe: 'role' }),
      }),
    )
    expect(asked).toEqual(['invoice', 'role'])
    build(z.strictObject({ id: z.custom<string>((given) => isUuid(String(given))) }))
    expect(asked).toEqual(['order'])
  })
})

describe('a schema that cannot be served', () => {
  it.each([
    ['an id of nobody knows what', z.object({ widgetId: z.string() }), /widgetId/],
    ['an id in a router that says nothing', z.object({ id: z.string() }), /"id"/],
    [
      'a pattern that no string meets',
      z.object({ a: z.string().regex(/^\p{Script=Thai}{40}$/u) }),
      /"a"/,
    ],
    [
      'a refinement that nothing meets',
      z.object({ a: z.int() }).refine(() => false, 'is never right'),
      /never right/,
    ],
    ['a type that JSON does not have', z.object({ a: z.map(z.string(), z.string()) }), /type map/],
    ['a meta that names no kind', z.object({ a: z.string().meta({ probe: 'wish' }) }), /"a"/],
  ])('fails and says where: %s', (_name, schema, words) => {
    expect(() => build(schema, 1, 'portal.wishes.get')).toThrow(words)
  })
})
