/** Many sign-ins at once, against a verifier that tells how many hashes it was asked for at a time. */
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { newId } from '#workflows/contracts/ids.ts'
import { createPasswordWork } from './passwords/password-work.ts'
import { createSignIn, type SignInDeps } from './sign-in.ts'

function createDoor() {
  const seen = { hashing: 0, most: 0, tries: 0 }
  const deps: SignInDeps = {
    store: {
      start: () => Promise.resolve(),
      end: () => Promise.resolve(),
      findPassword: () => Promise.resolve({ personId: newId(), passwordHash: 'hash' }),
    },
    limits: {
      take: () => {
        seen.tries++
        return Promise.resolve({ account: true, address: true, retryAfterSeconds: 0 })
      },
      forgive: () => Promise.resolve(),
    },
    passwords: createPasswordWork({
      verify: async (_hash, password) => {
        seen.most = Math.max(seen.most, ++seen.hashing)
        await sleep(1)
        seen.hashing--
        return password === 'right'
      },
      hash: (password) => Promise.resolve(password),
    }),
  }
  const signIn = createSignIn(deps)
  const attempt = (password: string) =>
    signIn({ email: 'a@b.test', password, address: '::1', userAgent: null, replaces: null })
  return { seen, attempt }
}

it('hashes two passwords at a time however many sign in, and asks the rest to come back', async () => {
  const { seen, attempt } = createDoor()
  const results = await Promise.all(Array.from({ length: 100 }, () => attempt('right')))
  const countOf = (type: string): number => results.filter((result) => result.type === type).length
  expect(seen.most).toBe(2)
  expect([countOf('signed_in'), countOf('too_many_tries')]).toEqual([62, 38])
  // Whoever was sent away has used up nothing.
  expect(seen.tries).toBe(62)
  expect(await attempt('wrong')).toEqual({ type: 'refused' })
})
