/** The form of the rules, as numbers and booleans; what is no number is refused by the procedure. */
import type { SecurityRulesInput } from '../settings-api.ts'

export const readRules = (form: FormData): SecurityRulesInput => ({
  idleMinutes: Number(form.get('idleMinutes')),
  absoluteHours: Number(form.get('absoluteHours')),
  requireMfa: form.get('requireMfa') === 'on',
})

/** Offered choices: the smallest, what most take, and the largest that the rules allow. */
export const IDLE_MINUTES = [5, 15, 30, 60, 240, 480, 1_440] as const
export const ABSOLUTE_HOURS = [1, 4, 8, 12, 24] as const

/** The choices, and what is set now when it is none of them. */
export const withOwn = (choices: readonly number[], own: number): number[] =>
  choices.includes(own) ? [...choices] : [...choices, own].toSorted((a, b) => a - b)
