/** Cuts the text of a JSON array into the texts of its items, so that each is stored digit for digit. */

/**
 * @param text a JSON array that JSON.parse has accepted; anything else is nonsense in, nonsense out
 * @example jsonItems('[{"a": 1.0}, 2]') // ['{"a": 1.0}', '2']
 */
export function jsonItems(text: string): string[] {
  const items: string[] = []
  const inner = text.trim().slice(1, -1)
  let depth = 0
  let start = 0
  let inString = false
  for (let at = 0; at < inner.length; at++) {
    const char = inner[at]
    if (inString) {
      if (char === '\\') at++
      else if (char === '"') inString = false
      continue
    }
    if (char === '"') inString = true
    else if (char === '{' || char === '[') depth++
    else if (char === '}' || char === ']') depth--
    else if (char === ',' && depth === 0) {
      items.push(inner.slice(start, at).trim())
      start = at + 1
    }
  }
  const last = inner.slice(start).trim()
  return last === '' ? items : [...items, last]
}
