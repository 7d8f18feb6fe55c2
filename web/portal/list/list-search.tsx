/** The search of a list: it follows the URL, and the URL follows what is typed, a moment after the last key. */
import { useEffect, useEffectEvent, useState } from 'react'
import { SearchField } from '../../ui/form/search-field.tsx'
import { useText } from '../../ui/text/use-text.tsx'

/** From the last key to the search (ms). */
const PAUSE_MS = 180

interface ListSearchProps {
  label: string
  /** The words in the URL. */
  q: string
  onSearch: (words: string) => void
}

export function ListSearch({ label, q, onSearch }: ListSearchProps) {
  const text = useText()
  const [words, setWords] = useState(q)
  const [known, setKnown] = useState(q)
  // Back, forward and "clear filters" change the URL under the field.
  if (known !== q) {
    setKnown(q)
    if (words.trim() !== q) setWords(q)
  }
  const search = useEffectEvent(() => {
    if (words.trim() !== q) onSearch(words.trim())
  })
  useEffect(() => {
    const timer = setTimeout(search, PAUSE_MS)
    return () => clearTimeout(timer)
  }, [words])
  return (
    <SearchField
      label={label}
      clearLabel={text('list.clearSearch')}
      value={words}
      onValue={setWords}
      className="desk:w-56"
    />
  )
}
