/**
 * RFC 4180 rows whose cells no spreadsheet runs as a formula: what begins like one gets an apostrophe, every text
 * is quoted, and characters that could hide such a beginning are taken out.
 */

/** `=`, `+`, `-`, `@`, tab and line breaks start formulas; full-width forms count in some locales. */
const FORMULA = /^[\s\u00a0\ufeff]*[=+\-@\t\r\n＝＋－＠]/
/** Control characters but tab and line breaks, and the byte order mark. */
const HIDDEN = /(?![\t\r\n])[\p{Cc}\ufeff]/gu

/** Numbers of ours are written bare, negative ones too, and decimals with all their digits; text never is. */
export type CsvCell = string | number | { decimal: string } | null

export function csvCell(value: CsvCell): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  if (typeof value === 'object') return value.decimal
  const visible = value.replace(HIDDEN, '')
  const safe = FORMULA.test(visible) ? `'${visible}` : visible
  return /[",;\r\n'\s]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export const csvRow = (cells: readonly CsvCell[]): string => `${cells.map(csvCell).join(',')}\r\n`

/** So that spreadsheets read UTF-8. */
export const CSV_START = '\ufeff'
