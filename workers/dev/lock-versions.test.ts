/** C10: no package of the lock file is older than SECURITY.md promises. */
import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { projectDir } from './env.ts'

const read = (file: string): string => fs.readFileSync(path.join(projectDir, file), 'utf8')

const lock = z
  .object({ packages: z.record(z.string(), z.object({ version: z.string().optional() })) })
  .parse(JSON.parse(read('package-lock.json')))

/** Rows of the table: names (a `*` stands for any), and the least version of each. */
const promised = [
  ...read('SECURITY.md').matchAll(/^\| ([^|`]+?) +\| (\d+\.\d+\.\d+) +\|/gm),
].flatMap(([, names = '', least = '']) => names.split(', ').map((name) => ({ name, least })))

function isAtLeast(version: string, least: string): boolean {
  const [a, b] = [version, least].map((text) =>
    text.split('.').map((part) => Number.parseInt(part)),
  )
  const at = [0, 1, 2].find((place) => a?.[place] !== b?.[place])
  return at === undefined || (a?.[at] ?? 0) > (b?.[at] ?? 0)
}

function versionsOf(name: string): string[] {
  const pattern = new RegExp(`(^|/)node_modules/${name.replace('*', '[^/]+')}$`)
  return Object.entries(lock.packages).flatMap(([place, { version }]) =>
    pattern.test(place) && version !== undefined ? [version] : [],
  )
}

test('versions are compared by number', () => {
  expect(isAtLeast('8.4.0', '8.4.0')).toBe(true)
  expect(isAtLeast('8.10.0', '8.4.0')).toBe(true)
  expect(isAtLeast('8.3.9', '8.4.0')).toBe(false)
})

test('the table of SECURITY.md is read', () => {
  expect(promised.map(({ name }) => name)).toContain('react-router')
})

test.each(promised)('$name is at least $least wherever it is installed', ({ name, least }) => {
  const versions = versionsOf(name)
  expect(versions).not.toEqual([])
  expect(versions.filter((version) => !isAtLeast(version, least))).toEqual([])
})
