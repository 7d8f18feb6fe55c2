/** What the parts of the page ask for, by the word of their form; each part reads the answers to its own words. */
import type { RouterContextProvider } from 'react-router'
import { ownPath } from '../../../auth/return-path.ts'
import type { ActionOutcome } from '../../act-portal.ts'
import { actOnAccount } from '../act-account.ts'
import { formText } from '../../../ui/form/form-text.ts'

interface Args {
  request: Request
  context: Readonly<RouterContextProvider>
}

export async function actOnSecurity(args: Args) {
  const form = await args.request.formData()
  const back = formText(form, 'back')
  const by = { ...args, back: back === '' ? null : ownPath(back, '/account/security') }
  return { at: Date.now(), ...(await answer(by, form)) }
}

type By = Args & { back: string | null }

async function answer(by: By, form: FormData) {
  const intent = formText(form, 'intent')
  if (intent.startsWith('key-')) return answerKeys(by, form)
  const code = formText(form, 'code').slice(0, 20)
  const input = { current: formText(form, 'current'), next: formText(form, 'next') }
  switch (intent) {
    case 'password':
      return told('password', await actOnAccount(by, (own) => own.changePassword(input)))
    case 'app-begin':
      return told(intent, await actOnAccount(by, ({ totp }) => totp.begin()))
    case 'app-confirm':
      return told(intent, await actOnAccount(by, ({ totp }) => totp.confirm({ code })))
    case 'app-remove':
      return told(intent, await actOnAccount(by, ({ totp }) => totp.remove()))
    case 'recovery':
      return told(intent, await actOnAccount(by, ({ recovery }) => recovery.renew()))
    default:
      return UNKNOWN
  }
}

async function answerKeys(by: By, form: FormData) {
  const name = formText(form, 'name')
  const id = formText(form, 'id')
  const response = formText(form, 'response')
  const intent = formText(form, 'intent')
  switch (intent) {
    case 'key-offer':
      return told(intent, await actOnAccount(by, ({ passkeys }) => passkeys.offer()))
    case 'key-add':
      return told(
        intent,
        await actOnAccount(by, ({ passkeys }) => passkeys.add({ name, response })),
      )
    case 'key-rename':
      return told(intent, await actOnAccount(by, ({ passkeys }) => passkeys.rename({ id, name })))
    case 'key-remove':
      return told(intent, await actOnAccount(by, ({ passkeys }) => passkeys.remove({ id })))
    default:
      return UNKNOWN
  }
}

const UNKNOWN = { intent: null, type: 'failed', why: 'invalid' } as const

const told = <const I extends string, T>(intent: I, outcome: ActionOutcome<T>) => ({
  intent,
  ...outcome,
})

export type SecurityAnswer = Awaited<ReturnType<typeof actOnSecurity>>
