/** Plain text templates: a subject line, a blank line, the text. A name without a value is an error, not a gap. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '#workflows/contracts/errors.ts'
import { oneLine } from './mail-text.ts'

export interface RenderedMessage {
  subject: string
  text: string
}

export type Template<Names extends string> = (values: Record<Names, string>) => RenderedMessage

const PLACE = /\{\{(\w+)\}\}/g

/**
 * @param file name in the templates folder
 * @throws AppError `internal` when the file is missing, has no subject, or uses other names than these
 */
export function loadTemplate<const Names extends string>(
  file: string,
  names: readonly Names[],
): Template<Names> {
  const { subject, text } = split(file, read(file))
  const used = new Set(Array.from(`${subject}\n${text}`.matchAll(PLACE), (match) => match[1] ?? ''))
  const strange = [...used].filter((name) => !names.some((known) => known === name))
  if (strange.length > 0) {
    throw new AppError(
      'internal',
      `Template ${file} uses ${strange.join(', ')}, which nobody gives.`,
    )
  }
  return (values) => {
    const given = new Map<string, string>(Object.entries(values))
    // A function: in a replacement text `$&` and its like would be read as commands.
    const fill = (part: string) =>
      part.replace(PLACE, (_place, name: string) => oneLine(given.get(name) ?? ''))
    return { subject: oneLine(fill(subject)), text: fill(text) }
  }
}

function read(file: string): string {
  try {
    return readFileSync(join(import.meta.dirname, 'templates', file), 'utf8')
  } catch (cause) {
    throw new AppError('internal', `Template ${file} cannot be read.`, { cause })
  }
}

function split(file: string, content: string): RenderedMessage {
  const found = /^Subject: (.+)\n\n([\s\S]+)$/.exec(content.replaceAll('\r\n', '\n'))
  if (found?.[1] && found[2]) return { subject: found[1], text: found[2] }
  throw new AppError('internal', `Template ${file} must begin with a subject and a blank line.`)
}
