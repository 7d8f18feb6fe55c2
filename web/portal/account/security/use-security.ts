/** One part of the page at a time: a fetcher posts its form, so that the others keep what is typed in them. */
import { useFetcher } from 'react-router'
import type { SecurityAnswer } from './act.ts'
import type { action } from './page.tsx'

export const SECURITY = '/account/security'

export type AnswerTo<I extends SecurityAnswer['intent']> = Extract<SecurityAnswer, { intent: I }>

export function useSecurity() {
  const fetcher = useFetcher<typeof action>()
  // Not while the page is read again afterwards: the next press must not be lost on that.
  const pending = fetcher.state === 'submitting'
  const found: SecurityAnswer | undefined = fetcher.data
  /** The last answer, when it is to this word. */
  const answerTo = <I extends NonNullable<SecurityAnswer['intent']>>(
    intent: I,
  ): AnswerTo<I> | undefined => (found?.intent === intent ? (found as AnswerTo<I>) : undefined)
  return { fetcher, pending, answerTo, found }
}
