import { expect, it } from 'vitest'
import '../../languages/pages/plan.ts'
import { translator } from '../../languages/languages.ts'
import { createFormat } from '../../ui/text/format.ts'
import { expiryOf } from './expiry.ts'
import { planSentence } from './sentence.ts'
import { shownState } from './shown-state.ts'

const text = translator('en')
const voice = {
  text,
  format: createFormat({ locale: 'en', timeZone: 'UTC', text }),
  today: new Date('2026-11-26T09:00:00Z'),
}
const at = '2026-12-04T08:00:00.000Z'
const nothing = {
  state: 'active',
  isCollectionPaused: false,
  renewsAt: null,
  trialEndsAt: null,
  cancelAt: null,
  endedAt: null,
} as const

it.each([
  [{ renewsAt: at }, 'Renews by itself Friday 4 December.'],
  [
    { state: 'trialing', trialEndsAt: at, renewsAt: at },
    'Free until Friday 4 December, then charged by itself.',
  ],
  [{ cancelAt: at }, 'Ends Friday 4 December and is not charged again.'],
  [
    { state: 'past_due', renewsAt: at },
    'The last payment did not go through. Renews by itself Friday 4 December.',
  ],
  [{ isCollectionPaused: true }, 'Charges are on hold. Nothing is charged until they go on.'],
  [{ state: 'cancelled', endedAt: at }, 'Ended Friday 4 December.'],
  [{ state: 'expired', endedAt: null }, 'Ended. Nothing is charged any more.'],
] as const)('%j: %s', (change, sentence) => {
  expect(planSentence({ ...nothing, ...change }, voice)).toBe(sentence)
})

it('what runs and will end, or is on hold, says so', () => {
  expect(shownState({ ...nothing, cancelAt: at })).toBe('ending')
  expect(shownState({ ...nothing, isCollectionPaused: true })).toBe('held')
  expect(shownState({ ...nothing, state: 'past_due', cancelAt: at })).toBe('past_due')
})

it('a card is told of sixty days before its last one', () => {
  const today = '2026-11-26'
  expect(expiryOf(null, today)).toBe('never')
  expect(expiryOf('2027-01-31', today)).toBe('later')
  expect(expiryOf('2027-01-25', today)).toBe('soon')
  expect(expiryOf('2026-11-26', today)).toBe('soon')
  expect(expiryOf('2026-11-25', today)).toBe('over')
})
