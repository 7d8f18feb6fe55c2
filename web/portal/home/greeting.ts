/** The greeting of the hour in the member's zone. */
import type { TextKey } from '../../languages/catalogue.ts'

type Greeting = Extract<TextKey, 'home.morning' | 'home.afternoon' | 'home.evening'>

/** @param hour 0–23 */
export function greetingAt(hour: number): Greeting {
  if (hour >= 4 && hour < 12) return 'home.morning'
  return hour >= 12 && hour < 18 ? 'home.afternoon' : 'home.evening'
}
