/** An address as a QR code: the dark squares as one SVG path, so that a page needs no script to show it. */
import qrcode from 'qrcode-generator'

export interface QrCode {
  /** Squares per side, without the quiet zone. */
  size: number
  path: string
}

/** @example qrOf('otpauth://totp/…') // { size: 41, path: 'M0 0h7v1h-7zM…' } */
export function qrOf(text: string): QrCode {
  const code = qrcode(0, 'M')
  code.addData(text)
  code.make()
  const size = code.getModuleCount()
  let path = ''
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      if (!code.isDark(row, column)) continue
      const start = column
      while (column + 1 < size && code.isDark(row, column + 1)) column++
      const width = column + 1 - start
      path += `M${start} ${row}h${width}v1h-${width}z`
    }
  }
  return { size, path }
}
