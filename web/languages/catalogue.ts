/** Types of the catalogue: every key, and the values its text asks for, checked when a page is compiled. */
import type consoleEn from './en/console/index.ts'
import type en from './en/index.ts'

type English = typeof en
type ConsoleEnglish = typeof consoleEn
type Plural = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other'

type Paths<T, Prefix extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${Prefix}${K}` : Paths<T[K], `${Prefix}${K}.`>
}[keyof T & string]

type WithoutPlural<K> = K extends `${infer Base}_${Plural}` ? Base : K

type TextAt<T, K extends string> = K extends `${infer Head}.${infer Rest}`
  ? Head extends keyof T
    ? TextAt<T[Head], Rest>
    : never
  : K extends keyof T
    ? T[K]
    : `${K}_other` extends keyof T
      ? T[`${K}_other`] | '{{count}}'
      : never

type Names<S> = S extends `${string}{{${infer Name}}}${infer Rest}` ? Name | Names<Rest> : never

/** A key of the catalogue without its plural ending. */
export type TextKey = WithoutPlural<Paths<English>>

type ValuesFor<N extends string> = [N] extends [never]
  ? []
  : [values: { [P in N]: P extends 'count' ? number : string | number }]

/** What must be passed with a key: nothing, or a value for each placeholder (`count` chooses the plural). */
export type TextValues<K extends TextKey> = ValuesFor<Names<TextAt<English, K>>>

export type Translate = <K extends TextKey>(key: K, ...values: TextValues<K>) => string

/** The console has a catalogue of its own, so that no page of the portal carries its words. */
export type ConsoleKey = WithoutPlural<Paths<ConsoleEnglish>>
export type ConsoleTranslate = <K extends ConsoleKey>(
  key: K,
  ...values: ValuesFor<Names<TextAt<ConsoleEnglish, K>>>
) => string

type Loose<T> = { readonly [K in keyof T]: T[K] extends string ? string : Loose<T[K]> }

/** The shape of another language's `index.ts`: the same keys; further plural endings may be added. */
export type Catalogue = Loose<English>
