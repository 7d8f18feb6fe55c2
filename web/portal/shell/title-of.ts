/**
 * The title of the window: the page, then whose portal it is. Read where there is no component to ask. A page that
 * failed gives none: the error page brings its own, the same whether a page is missing or withheld.
 */
import { DEFAULT_LANGUAGE, languageFor, translator } from '../../languages/languages.ts'
import type { TextKey, Translate } from '../../languages/catalogue.ts'
import type { SessionView } from '../api.ts'

/** What `meta` gets of each matched route; data is missing when its loader failed. */
type Match = { id: string; loaderData?: unknown } | undefined

const sessionOf = (matches: readonly Match[]): SessionView | null => {
  const data = matches.find((match) => match?.id === 'tenant')?.loaderData
  return typeof data === 'object' && data !== null && 'session' in data
    ? (data.session as SessionView)
    : null
}

type PageKey = Extract<TextKey, `shell.place.${string}`>

interface MetaFacts {
  /** Null or undefined when all went well, whichever the router says. */
  error?: unknown
  matches: readonly Match[]
}

/** @param page the words are asked for only when the page could be read */
export function titleOf(
  { error, matches }: MetaFacts,
  page: PageKey | ((text: Translate) => string),
): { title: string }[] {
  if (error !== null && error !== undefined) return []
  const session = sessionOf(matches)
  const text = translator(session === null ? DEFAULT_LANGUAGE : languageFor(session.person.locale))
  const words = typeof page === 'string' ? text(page) : page(text)
  const title =
    session === null
      ? words
      : text(session.viewAs === null ? 'shell.title' : 'shell.titleViewAs', {
          page: words,
          tenant: session.tenant.name,
        })
  return [{ title }]
}
