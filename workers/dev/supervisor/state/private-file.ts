/** JSON files that hold secrets or process ids: mode 0600, replaced in one step, checked when read. */
import fs from 'node:fs'
import path from 'node:path'
import type { z } from 'zod'

/** The checked content; undefined when there is no such file. @throws Error when it is not what it should be */
export function readPrivate<T>(file: string, schema: z.ZodType<T>): T | undefined {
  let text: string
  try {
    text = fs.readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
  try {
    return schema.parse(JSON.parse(text))
  } catch (cause) {
    throw new Error(`${file} is damaged; \`npm start -- --fresh\` makes new state.`, { cause })
  }
}

export function writePrivate(file: string, value: unknown): void {
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  const half = `${file}.${process.pid}.new`
  fs.writeFileSync(half, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 })
  fs.renameSync(half, file)
}
