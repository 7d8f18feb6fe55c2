/** What was typed at the door and what is wrong with it. Pure, so that every message has a test. */
import type { TextKey } from '../../languages/catalogue.ts'
import { formText } from '../form/form-text.ts'

export interface FormProblem {
  field: 'email' | 'password' | null
  key: Extract<TextKey, `signIn.error.${string}`>
  /** For waiting: whole minutes. */
  minutes?: number
}

const E_MAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/
const MAX_LENGTH = 320

export interface SignInForm {
  email: string
  password: string
  next: string | null
}

export function readForm(form: FormData): SignInForm {
  const next = formText(form, 'next')
  return {
    email: formText(form, 'email').trim().slice(0, MAX_LENGTH),
    password: formText(form, 'password'),
    next: next === '' ? null : next,
  }
}

export function findProblems({ email, password }: SignInForm): FormProblem[] {
  const problems: FormProblem[] = []
  if (email === '') problems.push({ field: 'email', key: 'signIn.error.email' })
  else if (!E_MAIL.test(email)) problems.push({ field: 'email', key: 'signIn.error.emailForm' })
  if (password === '') problems.push({ field: 'password', key: 'signIn.error.password' })
  return problems
}
