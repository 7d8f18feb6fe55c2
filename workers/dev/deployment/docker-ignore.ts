/** Which files .dockerignore keeps out of the image, by Docker's rules: the last pattern that matches decides. */
import fs from 'node:fs'
import path from 'node:path'
import { projectDir } from '../env.ts'

interface Rule {
  pattern: RegExp
  keeps: boolean
}

const rules: Rule[] = fs
  .readFileSync(path.join(projectDir, '.dockerignore'), 'utf8')
  .split('\n')
  .map((line) => line.trim())
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const keeps = line.startsWith('!')
    return { keeps, pattern: patternOf(keeps ? line.slice(1) : line) }
  })

/** `**` stands for any number of folders, `*` for anything within one name, a leading dot included. */
function patternOf(glob: string): RegExp {
  const parts = glob.split(/(\*\*\/|\*)/).map((part) => {
    if (part === '**/') return '(?:.*/)?'
    return part === '*' ? '[^/]*' : part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&')
  })
  return new RegExp(`^${parts.join('')}$`)
}

/** @param file path below the project's root; a rule for a folder counts for what is in it */
export function isLeftOut(file: string): boolean {
  const names = file.split('/')
  const prefixes = names.map((_, at) => names.slice(0, at + 1).join('/'))
  const last = rules.findLast(({ pattern }) => prefixes.some((prefix) => pattern.test(prefix)))
  return last !== undefined && !last.keeps
}
