/** What somebody shows, out of a form. */
import { formText } from '../../ui/form/form-text.ts'
import type { Proof } from '../sign-in/door-api.ts'

const MAX_CODE = 60
const MAX_RESPONSE = 60_000
const MAX_PASSWORD = 1_000

export type Shown = Proof | { password: string }

/** Null: nothing was shown. */
export function readProof(form: FormData): Shown | null {
  const textOf = (name: string, max: number): string => formText(form, name).slice(0, max)
  const response = textOf('response', MAX_RESPONSE)
  if (response !== '') return { type: 'passkey', response }
  const code = textOf('code', MAX_CODE)
  if (code !== '') return { type: 'totp', code }
  const recovery = textOf('recovery', MAX_CODE)
  if (recovery !== '') return { type: 'recovery', code: recovery }
  const password = textOf('password', MAX_PASSWORD)
  return password === '' ? null : { password }
}

/** What went wrong, as a page shows it. */
export interface ProofProblem {
  why: 'wrong' | 'refused' | 'too_many_tries'
  minutes: number
  attempt: number
}

export const proofProblem = (outcome: {
  type: ProofProblem['why']
  retryAfterSeconds?: number
}): ProofProblem => ({
  why: outcome.type,
  minutes: Math.max(1, Math.ceil((outcome.retryAfterSeconds ?? 60) / 60)),
  attempt: Date.now(),
})
