/** Two letters that stand for a person, one for a company. */
const letter = (word: string | undefined) => Array.from(word ?? '')[0]?.toUpperCase() ?? ''

export function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  return letter(words[0]) + (words.length > 1 ? letter(words.at(-1)) : '')
}

export const firstLetter = (name: string): string => letter(name.trim())

export const firstName = (name: string): string => name.trim().split(/\s+/)[0] ?? name

/** For a word from the catalogue that begins a sentence. */
export const capital = (words: string): string => letter(words) + words.slice(1)
