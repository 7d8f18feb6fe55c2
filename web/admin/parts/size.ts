/** A size in bytes, in the unit one thinks in. */
import { consoleText } from '../../languages/console-text.ts'

const KILOBYTE = 1_024

export const sizeText = (bytes: number): string =>
  bytes < KILOBYTE
    ? consoleText('shell.size.bytes', { n: bytes })
    : consoleText('shell.size.kilobytes', { n: Math.round((bytes / KILOBYTE) * 10) / 10 })
