import { describe, expect, it } from 'vitest'
import { readForm } from './form.ts'

describe('a form body', () => {
  it('becomes nested objects and lists', () => {
    const text = 'a=1&b[c]=2&b[d][e]=3&f[0]=4&f[1]=5&g[]=6&g[]=7&h[0][i]=8&j=x+%26+y'
    expect(readForm(text)).toEqual({
      a: '1',
      b: { c: '2', d: { e: '3' } },
      f: ['4', '5'],
      g: ['6', '7'],
      h: [{ i: '8' }],
      j: 'x & y',
    })
  })

  it('touches no prototype', () => {
    const form = readForm(
      '__proto__[polluted]=1&a[__proto__][polluted]=1&constructor[prototype][polluted]=1',
    )
    expect(Object.keys(form)).toContain('__proto__')
    expect({}).not.toHaveProperty('polluted')
  })

  it.each([
    '',
    '[]=1',
    'a[=1',
    'a]b=1',
    'a[b][c][d][e][f][g][h]=1',
    '&&==&',
    '%',
    'a[b]=1&a=2&a[c]=3',
  ])('takes %j without throwing', (text) => expect(readForm(text)).toBeTypeOf('object'))
})
