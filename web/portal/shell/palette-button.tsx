/** Opens the search over everything: a field-like button, an icon on phones, Ctrl-K or ⌘K anywhere. */
import { useEffect, useState } from 'react'
import { Search } from 'lucide-react'
import { Dialog, preloadDialog } from '../../ui/float/dialog.tsx'
import { createLazyPart } from '../../ui/float/lazy-part.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useText } from '../../ui/text/use-text.tsx'
import type { PaletteProps } from './palette.tsx'
import { useSearchHint } from './use-search-hint.ts'

const palette = createLazyPart<PaletteProps>(
  () => import('./palette.tsx'),
  <div className="h-13" />,
)

const preload = () => {
  preloadDialog()
  palette.preload()
}

export function PaletteButton() {
  const text = useText()
  const [open, setOpen] = useState(false)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey)) return
      event.preventDefault()
      setOpen((last) => !last)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-label={text('shell.search.open')}
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => setOpen(true)}
        onPointerEnter={preload}
        onFocus={preload}
        className="flex items-center gap-2 rounded-2 text-left text-dense text-faint phone:size-(--control) phone:justify-center desk:mr-auto desk:ml-5 desk:h-8 desk:w-60 desk:border desk:border-line-strong desk:bg-surface desk:px-2 wide:w-80"
      >
        <Icon of={Search} />
        <span className="hidden min-w-0 grow truncate desk:block">
          {text(`shell.search.hint.${useSearchHint()}`)}
        </span>
        <kbd className="hidden rounded-1 border border-line-strong px-1 font-sans text-tiny whitespace-nowrap wide:block">
          {text('shell.search.keys')}
        </kbd>
      </button>
      <Dialog title={text('shell.search.title')} place="top" open={open} setOpen={setOpen}>
        <palette.Part close={() => setOpen(false)} />
      </Dialog>
    </>
  )
}
