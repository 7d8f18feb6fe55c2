/** What groups of rows amount to. Amounts of different currencies are never added up. */
import type { Money } from '#workflows/contracts/sources.ts'

export const countOf = (cells: readonly { count: number }[]): number =>
  cells.reduce((sum, cell) => sum + cell.count, 0)

/** By currency, in the order of its code. */
export function sumsOf(cells: readonly { currency: string | null; minor: number }[]): Money[] {
  const sums = new Map<string, number>()
  for (const { currency, minor } of cells) {
    if (currency !== null) sums.set(currency, (sums.get(currency) ?? 0) + minor)
  }
  return [...sums]
    .map(([currency, minor]) => ({ minor, currency }))
    .sort((a, b) => (a.currency < b.currency ? -1 : 1))
}
