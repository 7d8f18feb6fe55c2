/** j and k move between rows, x selects the row in focus; Enter is the link's own. Silent while somebody types. */
import { useEffect, useEffectEvent, type RefObject } from 'react'

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.closest('input:not([type=checkbox]), textarea, select') !== null)

const isBlocked = () => document.querySelector('[role=dialog], [role=menu]') !== null

interface ListKeys {
  list: RefObject<HTMLElement | null>
  onToggle: (id: string) => void
}

export function useListKeys({ list, onToggle }: ListKeys): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target) || isBlocked())
      return
    const links = [...(list.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]
    const current = links.findIndex(
      (link) => link.closest('tr, li')?.contains(document.activeElement) === true,
    )
    if (event.key === 'j' || event.key === 'k') {
      const step = event.key === 'j' ? 1 : -1
      const next = links[current === -1 ? (step === 1 ? 0 : links.length - 1) : current + step]
      next?.focus()
      next?.closest('tr, li')?.scrollIntoView({ block: 'nearest' })
      event.preventDefault()
    }
    const id = links[current]?.dataset['row']
    if (event.key === 'x' && id !== undefined) onToggle(id)
  })
  useEffect(() => {
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}
