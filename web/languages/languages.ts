/**
 * Every language is a folder beside this file. English comes with the page since it is also the fallback;
 * the others are fetched when somebody uses them.
 */
import type { Catalogue, Translate } from './catalogue.ts'
import { english, type Words } from './english.ts'
import { createTranslate } from './translate.ts'

export const DEFAULT_LANGUAGE = 'en'

const folders = import.meta.glob<Catalogue>(['./*/index.ts', '!./en/index.ts'], {
  import: 'default',
})

/** What somebody can choose from. */
export const LANGUAGES: readonly string[] = [
  DEFAULT_LANGUAGE,
  ...Object.keys(folders).map((path) => path.split('/')[1] ?? ''),
]

const loaded = new Map<string, Catalogue | Words>([[DEFAULT_LANGUAGE, english]])

/** The language of the catalogue that serves a locale such as `de-CH`. */
export function languageFor(locale: string): string {
  const language = locale.split('-')[0] ?? DEFAULT_LANGUAGE
  return `./${language}/index.ts` in folders ? language : DEFAULT_LANGUAGE
}

/** Must be awaited before a page in this language is rendered. */
export async function loadLanguage(language: string): Promise<void> {
  const load = folders[`./${language}/index.ts`]
  if (load !== undefined && !loaded.has(language)) loaded.set(language, await load())
}

export async function loadAllLanguages(): Promise<void> {
  await Promise.all(Object.keys(folders).map((path) => loadLanguage(path.split('/')[1] ?? '')))
}

export function translator(language: string): Translate {
  const say = createTranslate(language, loaded.get(language) ?? english, english)
  return (key, ...values) => say(key, values[0])
}
