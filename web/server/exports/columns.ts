/** Columns of an export: each with its title and what it makes of a row. */
import type { Money } from '#workflows/contracts/sources.ts'
import type { CsvCell } from './csv.ts'
import type { CsvTable } from './csv-download.ts'

export interface Column<Row> {
  title: string
  cell(row: Row): CsvCell
}

export async function* cellsOf<Row>(
  columns: readonly Column<Row>[],
  batches: AsyncIterable<Row[]>,
): CsvTable['batches'] {
  for await (const rows of batches) {
    yield rows.map((row) => columns.map((column) => column.cell(row)))
  }
}

export const titlesOf = (columns: readonly Column<never>[]): string[] =>
  columns.map(({ title }) => title)

/** Major units with the digits of the currency: 12345 EUR is 123.45, 12345 JPY is 12345. */
export function decimalOf({ minor, currency }: Money): { decimal: string } {
  const { maximumFractionDigits: digits = 2 } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions()
  return { decimal: (minor / 10 ** digits).toFixed(digits) }
}

/** The code of ISO 4217 is the same in every language, so the column is named by its contents. */
export const CURRENCY = 'ISO 4217'
