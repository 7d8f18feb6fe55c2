import { createInstance } from 'i18next'
import { describe, expect, test } from 'vitest'
import consoleEn from './en/console/index.ts'
import en from './en/index.ts'
import { createTranslate } from './translate.ts'

type Node = string | { readonly [key: string]: Node }

const keysOf = (node: Node, path: string[] = []): string[] =>
  typeof node === 'string'
    ? [path.join('.')]
    : Object.entries(node).flatMap(([key, child]) => keysOf(child, [...path, key]))

describe('the translator', () => {
  test.each([
    ['portal', en],
    ['console', consoleEn],
  ])('agrees with i18next on every key of the catalogue of the %s', async (_, catalogue) => {
    const i18next = createInstance()
    await i18next.init({
      lng: 'en',
      resources: { en: { translation: catalogue } },
      interpolation: { escapeValue: false },
    })
    const translate = createTranslate('en', catalogue, catalogue)
    const say = (key: string, values: Record<string, unknown>): string => i18next.t(key, values)
    const words = ['name', 'number', 'tenant', 'operator', 'date', 'days', 'when', 'words', 'title']
    for (const key of keysOf(catalogue).map((each) => each.replace(/_(one|other)$/, ''))) {
      for (const count of [0, 1, 2]) {
        const values = { ...Object.fromEntries(words.map((word) => [word, `<${word}>`])), count }
        expect(translate(key, values), key).toBe(say(key, values))
      }
    }
  })

  test('takes the plural forms of other languages', () => {
    const polish = {
      files_one: '{{count}} plik',
      files_few: '{{count}} pliki',
      files_many: '{{count}} plików',
    }
    const say = createTranslate('pl', polish, {})
    expect([1, 3, 5].map((count) => say('files', { count }))).toEqual([
      '1 plik',
      '3 pliki',
      '5 plików',
    ])
  })

  test('falls back to the other catalogue, then to the key', () => {
    const say = createTranslate(
      'de',
      { a: 'eins' },
      { a: 'one', b_one: '{{count}} b', b_other: '{{count}} bs' },
    )
    expect([say('a'), say('b', { count: 2 }), say('c.d')]).toEqual(['eins', '2 bs', 'c.d'])
  })

  test('does not reach into the prototype', () => {
    expect(createTranslate('en', {}, {})('constructor.name')).toBe('constructor.name')
  })
})
