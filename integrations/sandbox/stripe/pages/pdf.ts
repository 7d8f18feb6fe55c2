/** The smallest honest PDF: one page of text in Helvetica, so that a PDF link leads to a PDF. */

const SIZE = 11
const LEADING = 17
const LINES_PER_PAGE = 42

/** WinAnsi holds Western European letters; anything else would break the page. */
const shown = (text: string): string =>
  text
    .replaceAll('·', '\u00b7')
    .replace(/[^\u0020-\u007e\u00a0-\u00ff]/gu, '?')
    .replace(/[\\()]/g, (found) => `\\${found}`)

/** @param lines what the page says, from top to bottom */
export function textPdf(lines: readonly string[]): Buffer {
  const words = lines
    .slice(0, LINES_PER_PAGE)
    .map((line) => `(${shown(line)}) Tj T*`)
    .join('\n')
  const content = `BT /F1 ${String(SIZE)} Tf ${String(LEADING)} TL 56 780 Td\n${words}\nET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${String(Buffer.byteLength(content, 'latin1'))} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
  ]
  let text = '%PDF-1.4\n'
  const offsets = objects.map((object, index) => {
    const offset = text.length
    text += `${String(index + 1)} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const size = String(objects.length + 1)
  const xref = `xref\n0 ${size}\n0000000000 65535 f \n${table}`
  const trailer = `trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${String(text.length)}\n%%EOF\n`
  return Buffer.from(text + xref + trailer, 'latin1')
}
