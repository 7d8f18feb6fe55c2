/** X04: what a spreadsheet would run is shown instead. */
import { describe, expect, it } from 'vitest'
import { csvCell, csvRow } from './csv.ts'

describe('a CSV cell', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+49 30', `"'+49 30"`],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', `"'\t=1"`],
    ['\r=1', `"'\r=1"`],
    ['\0=1', "'=1"],
    ['\ufeff=1', "'=1"],
    [' =1', `"' =1"`],
    ['=HYPERLINK("http://evil.test","x")', `"'=HYPERLINK(""http://evil.test"",""x"")"`],
    ['＝1', "'＝1"],
  ])('defuses %j', (value, cell) => {
    expect(csvCell(value).replace(/^"(.*)"$/s, (all) => all)).toBe(
      cell.startsWith("'") ? `"${cell}"` : cell,
    )
  })

  it('quotes separators, quotes and line breaks', () => {
    expect(csvRow(['a', 'b,c', 'd"e', 'f\ng', 'h;i', null, -5])).toBe(
      'a,"b,c","d""e","f\ng","h;i",,-5\r\n',
    )
  })
})
