import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import * as messages from './messages.ts'

const flowFolders = ['staff', 'sync']

async function sourcesOf(folder: string): Promise<string> {
  const dir = path.join(import.meta.dirname, folder)
  const names = (await readdir(dir)).filter((name) => /(?<!\.test)\.ts$/.test(name))
  const texts = await Promise.all(names.map((name) => readFile(path.join(dir, name), 'utf8')))
  return texts.join('\n')
}

const matches = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map((match) => match[1] ?? '')

test('every message is handled by a workflow, and every one that is sent is one of them', async () => {
  const flows = (await Promise.all(flowFolders.map(sourcesOf))).join('\n')
  const gateway = await readFile(path.join(import.meta.dirname, 'gateway.ts'), 'utf8')
  const handled = new Set(matches(flows, /setHandler\(\s*([\w']+)/g))
  const sent = new Set(matches(gateway, /\bsignal: ([\w']+)/g))
  expect([...handled].toSorted()).toEqual(Object.keys(messages).toSorted())
  expect([...sent].filter((name) => !handled.has(name))).toEqual([])
})

test('the name on the wire is the name in the code', () => {
  for (const [name, message] of Object.entries(messages)) expect(message.name).toBe(name)
})
