import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readDescription } from './description.ts'

const folder = mkdtempSync(join(tmpdir(), 'portside-conformance-'))
const file = join(folder, 'api.json')
const thing = {
  type: 'object',
  required: ['id', 'size'],
  properties: {
    id: { type: 'string' },
    size: { type: 'string', enum: ['s', 'm'], nullable: true },
    owner: { anyOf: [{ type: 'string' }, { $ref: '#/components/schemas/owner' }], nullable: true },
    extra: { type: 'object', additionalProperties: { type: 'string' } },
  },
}
const owner = { type: 'object', properties: { name: { type: 'string' } } }
const answering = (schema: string) => ({
  responses: {
    200: {
      content: { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } },
    },
  },
})
writeFileSync(
  file,
  JSON.stringify({
    paths: {
      '/things/{id}': { get: answering('thing') },
      '/things/mine': { get: answering('owner') },
      '/things': {
        get: { responses: { default: { $ref: '#/components/responses/Trouble' } } },
      },
    },
    components: {
      schemas: { thing, owner },
      responses: {
        Trouble: { content: { '*/*': { schema: { $ref: '#/components/schemas/owner' } } } },
      },
    },
  }),
)
afterAll(() => rmSync(folder, { recursive: true }))

const description = readDescription(file)
const faultsOf = (body: unknown) => description.find('GET', '/things/7')?.validate(200, body)

describe('a description', () => {
  it('accepts what it describes, null where it says nullable, and free maps', () => {
    expect(faultsOf({ id: '7', size: 'm', owner: 'o' })).toEqual([])
    expect(faultsOf({ id: '7', size: null, owner: null, extra: { a: 'b' } })).toEqual([])
    expect(faultsOf({ id: '7', size: 's', owner: { name: 'Ada' } })).toEqual([])
  })

  it.each([
    ['a missing field', { id: '7' }],
    ['a wrong type', { id: 7, size: 'm' }],
    ['a value that is not among those named', { id: '7', size: 'xl' }],
    ['an invented field', { id: '7', size: 'm', colour: 'red' }],
    ['an invented field further down', { id: '7', size: 'm', owner: { age: 3 } }],
    ['null where it is not allowed', { id: null, size: 'm' }],
  ])('refuses %s', (_what, body) => {
    expect(faultsOf(body)).not.toEqual([])
  })

  it('prefers the literal path, and knows what it does not describe', () => {
    expect(description.find('GET', '/things/mine')?.path).toBe('/things/mine')
    expect(description.find('POST', '/things/7')).toBeNull()
    expect(description.find('GET', '/things/7/parts')).toBeNull()
    expect(description.find('GET', '/things/7')?.validate(418, {})).toEqual([
      'status 418 is not described',
    ])
  })

  it('follows answers that are described once for all', () => {
    const route = description.find('GET', '/things')
    expect(route?.validate(500, { name: 'Ada' })).toEqual([])
    expect(route?.validate(500, { age: 3 })).toHaveLength(1)
  })

  it('holds single values against schemas by name', () => {
    expect(description.check('owner', { name: 'Ada' })).toEqual([])
    expect(description.check('owner', { name: 1 })).toHaveLength(1)
    expect(description.check('nobody', {})).toBeNull()
  })
})
