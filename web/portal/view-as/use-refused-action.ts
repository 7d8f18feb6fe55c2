/**
 * Catches, before any page sees it, what would change or take something: forms that post and links that download.
 * Only for whoever looks: it is the server that refuses.
 */
import { useEffect, useState } from 'react'

const isDownload = (link: HTMLAnchorElement): boolean =>
  link.hasAttribute('download') || link.pathname.endsWith('.csv')

function linkOf({ target }: Event): HTMLAnchorElement | null {
  return target instanceof Element ? target.closest('a[href]') : null
}

/** @param allowed path that a form may post to all the same */
export function useRefusedAction(allowed: string): { refused: boolean; forget: () => void } {
  const [refused, setRefused] = useState(false)
  useEffect(() => {
    const refuse = (event: Event) => {
      event.preventDefault()
      event.stopImmediatePropagation()
      setRefused(true)
    }
    const onSubmit = (event: SubmitEvent) => {
      if (!(event.target instanceof HTMLFormElement)) return
      // Attributes, since a field of the form may be called `method` or `action`.
      const posts = event.target.getAttribute('method')?.toLowerCase() === 'post'
      if (posts && event.target.getAttribute('action') !== allowed) refuse(event)
    }
    const onClick = (event: Event) => {
      const link = linkOf(event)
      if (link !== null && isDownload(link)) refuse(event)
    }
    // On the window: the router listens on the document.
    window.addEventListener('submit', onSubmit, true)
    window.addEventListener('click', onClick, true)
    return () => {
      window.removeEventListener('submit', onSubmit, true)
      window.removeEventListener('click', onClick, true)
    }
  }, [allowed])
  return { refused, forget: () => setRefused(false) }
}
