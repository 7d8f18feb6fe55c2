/** Sums by currency: amounts of different currencies are never added up. */
import type { Money } from '#workflows/contracts/sources.ts'

export function sumByCurrency(amounts: readonly (Money | null)[]): Money[] {
  const sums = new Map<string, number>()
  for (const amount of amounts) {
    if (amount !== null) sums.set(amount.currency, (sums.get(amount.currency) ?? 0) + amount.minor)
  }
  return [...sums].map(([currency, minor]) => ({ currency, minor }))
}
