/** What the parts of the page ask for, by the word of their form; each part reads the answers to its own words. */
import type { RouterContextProvider } from 'react-router'
import { ownPath } from '../../../auth/return-path.ts'
import { actOnAccount, textIn } from '../act-account.ts'

interface Args {
  request: Request
  context: Readonly<RouterContextProvider>
}

export async function actOnSecurity(args: Args) {
  const form = await args.request.formData()
  const back = textIn(form, 'back')
  const by = { ...args, back: back === '' ? null : ownPath(back, '/account/security') }
  return { at: Date.now(), ...(await answer(by, form)) }
}

async function answer(by: Args & { back: string | null }, form: FormData) {
  const name = textIn(form, 'name')
  const id = textIn(form, 'id')
  switch (textIn(form, 'intent')) {
    case 'password': {
      const input = { current: textIn(form, 'current'), next: textIn(form, 'next') }
      const outcome = await actOnAccount(by, (account) => account.changePassword(input))
      return { intent: 'password' as const, ...outcome }
    }
    case 'app-begin':
      return {
        intent: 'app-begin' as const,
        ...(await actOnAccount(by, ({ totp }) => totp.begin())),
      }
    case 'app-confirm': {
      const code = textIn(form, 'code').slice(0, 20)
      const outcome = await actOnAccount(by, ({ totp }) => totp.confirm({ code }))
      return { intent: 'app-confirm' as const, ...outcome }
    }
    case 'app-remove':
      return {
        intent: 'app-remove' as const,
        ...(await actOnAccount(by, ({ totp }) => totp.remove())),
      }
    case 'key-offer':
      return {
        intent: 'key-offer' as const,
        ...(await actOnAccount(by, ({ passkeys }) => passkeys.offer())),
      }
    case 'key-add': {
      const input = { name, response: textIn(form, 'response') }
      const outcome = await actOnAccount(by, ({ passkeys }) => passkeys.add(input))
      return { intent: 'key-add' as const, ...outcome }
    }
    case 'key-rename':
      return {
        intent: 'key-rename' as const,
        ...(await actOnAccount(by, ({ passkeys }) => passkeys.rename({ id, name }))),
      }
    case 'key-remove':
      return {
        intent: 'key-remove' as const,
        ...(await actOnAccount(by, ({ passkeys }) => passkeys.remove({ id }))),
      }
    case 'recovery':
      return {
        intent: 'recovery' as const,
        ...(await actOnAccount(by, ({ recovery }) => recovery.renew())),
      }
    default:
      return { intent: null, type: 'failed' as const, why: 'invalid' as const }
  }
}

export type SecurityAnswer = Awaited<ReturnType<typeof actOnSecurity>>
