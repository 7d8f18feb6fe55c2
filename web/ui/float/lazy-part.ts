/**
 * A part whose code is fetched when somebody is about to use it: menus and dialogs cost 30 kB that the
 * first page does not need. `preload` runs on hover and focus, so a press rarely waits.
 */
import { lazy, type ComponentType, type LazyExoticComponent } from 'react'

interface LazyPart<P> {
  Part: LazyExoticComponent<ComponentType<P>>
  preload: () => void
}

export function createLazyPart<P>(load: () => Promise<{ default: ComponentType<P> }>): LazyPart<P> {
  let loading: Promise<{ default: ComponentType<P> }> | undefined
  const once = () => (loading ??= load())
  return {
    Part: lazy(once),
    // A failed preload is tried again by the press that needs it.
    preload: () => void once().catch(() => (loading = undefined)),
  }
}
