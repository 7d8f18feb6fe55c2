/**
 * Looks up a text and fills it in: the catalogue format of i18next (`{{name}}`, plural endings by Intl), and no
 * more of it. i18next itself would be 15 kB of the 30 the framework leaves us, and is what the tests compare with.
 */
type Node = string | { readonly [key: string]: Node }
type Values = Readonly<Record<string, string | number>>

const PLACEHOLDER = /\{\{(\w+)\}\}/g

function find(catalogue: Node, key: string): string | null {
  let node: Node | undefined = catalogue
  for (const part of key.split('.')) {
    if (node === undefined || typeof node === 'string') return null
    node = Object.hasOwn(node, part) ? node[part] : undefined
  }
  return typeof node === 'string' ? node : null
}

/** Values are filled in as they are; what they contain is never read as a placeholder again. */
const fill = (text: string, values: Values): string =>
  text.replace(PLACEHOLDER, (whole, name: string) => String(values[name] ?? whole))

/**
 * @param language BCP 47, for the plural rules
 * @returns the text, from the fallback where the language lacks it, or the key itself
 */
export function createTranslate(language: string, catalogue: Node, fallback: Node) {
  const plurals = new Intl.PluralRules(language)
  return (key: string, values: Values = {}): string => {
    const { count } = values
    const plural = typeof count === 'number' ? `${key}_${plurals.select(count)}` : key
    const text =
      find(catalogue, plural) ??
      find(catalogue, `${key}_other`) ??
      find(catalogue, key) ??
      find(fallback, `${key}_other`) ??
      find(fallback, key)
    return text === null ? key : fill(text, values)
  }
}
