import { expect, test } from 'vitest'
import en from '../../languages/en/index.ts'
import { createTranslate } from '../../languages/translate.ts'
import { projectSentence } from './sentence.ts'

const translate = createTranslate('en', en, en)
const voice = {
  text: ((key, ...values) => translate(key, values[0])) as typeof translate,
  day: (date: string) => date,
  today: '2026-11-23',
}
const active = {
  state: 'active' as const,
  startsOn: '2026-09-14',
  nextMilestone: 'Factory acceptance test',
  nextDueOn: '2026-12-17',
}

test.each([
  [{}, 'Next is Factory acceptance test, due 2026-12-17.'],
  [{ nextDueOn: '2026-11-23' }, 'Next is Factory acceptance test, due 2026-11-23.'],
  [{ nextDueOn: '2026-11-22' }, 'Factory acceptance test was due 2026-11-22, 1 day ago.'],
  [{ nextDueOn: null }, 'Next is Factory acceptance test; its date is not agreed yet.'],
  [{ nextMilestone: null, nextDueOn: null }, 'No milestone is open.'],
  [{ state: 'planned' as const }, 'Begins 2026-09-14.'],
  [{ state: 'on_hold' as const }, 'On hold. Dates stand as they were agreed.'],
  [{ state: 'completed' as const }, 'Completed. Nothing more is due.'],
])('a project with %j says: %s', (change, sentence) => {
  expect(projectSentence({ ...active, ...change }, voice)).toBe(sentence)
})
