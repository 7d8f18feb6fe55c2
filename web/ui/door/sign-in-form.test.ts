import { describe, expect, test } from 'vitest'
import { findProblems, readForm } from './sign-in-form.ts'

const form = (fields: Record<string, string>) => {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) data.set(name, value)
  return readForm(data)
}
const keys = (fields: Record<string, string>) => findProblems(form(fields)).map(({ key }) => key)

describe('the form at the door', () => {
  test('names each field that is missing', () => {
    expect(keys({})).toEqual(['signIn.error.email', 'signIn.error.password'])
  })

  test('asks for a complete address', () => {
    expect(keys({ email: 'ines@', password: 'x' })).toEqual(['signIn.error.emailForm'])
    expect(keys({ email: ' ines.kolar@vellmar.example ', password: 'x' })).toEqual([])
  })

  test('takes spaces around the address away, and none from the password', () => {
    expect(form({ email: ' a@b.example ', password: ' secret ' })).toEqual({
      email: 'a@b.example',
      password: ' secret ',
      next: null,
    })
  })

  test('takes a file in place of text for nothing', () => {
    const data = new FormData()
    data.set('email', new Blob(['x']))
    expect(readForm(data).email).toBe('')
  })
})
