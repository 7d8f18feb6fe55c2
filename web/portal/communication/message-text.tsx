/** The words of a message: the first lines, and all of them on demand. Plain text, so nothing in it can be more than text. */
import { useState } from 'react'
import { useText } from '../../ui/text/use-text.tsx'

/** What stands there without asking. */
const MAX_LINES = 4
const MAX_CHARACTERS = 320

export function MessageText({ text: message }: { text: string }) {
  const text = useText()
  const [isOpen, setOpen] = useState(false)
  const isLong = message.length > MAX_CHARACTERS || message.split('\n').length > MAX_LINES
  return (
    <div className="mt-1.5 max-w-[72ch] border-l-2 border-line pl-3 text-dense">
      <p className={`break-words whitespace-pre-line ${isLong && !isOpen ? 'line-clamp-4' : ''}`}>
        {message}
      </p>
      {isLong ? (
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
          className="link mt-1 text-meta"
        >
          {text(isOpen ? 'communication.less' : 'communication.more')}
        </button>
      ) : null}
    </div>
  )
}
