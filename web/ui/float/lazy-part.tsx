/**
 * A part whose code is fetched when somebody is about to use it: menus and dialogs cost 30 kB that the
 * first page does not need. `preload` runs on hover and focus, so a press rarely waits.
 */
import { lazy, Suspense, type ComponentType, type JSX, type ReactNode } from 'react'

interface LazyPart<P> {
  Part: (props: P & JSX.IntrinsicAttributes) => ReactNode
  preload: () => void
}

/** @param fallback stands in the part's place while its code is on the way */
export function createLazyPart<P extends object>(
  load: () => Promise<{ default: ComponentType<P> }>,
  fallback: ReactNode = null,
): LazyPart<P> {
  let loading: Promise<{ default: ComponentType<P> }> | undefined
  const once = () => (loading ??= load())
  // Props of a type parameter do not pass through LazyExoticComponent's own.
  const Body: ComponentType<P> = lazy(once)
  return {
    Part: (props) => (
      <Suspense fallback={fallback}>
        <Body {...props} />
      </Suspense>
    ),
    // A failed preload is tried again by the press that needs it.
    preload: () => void once().catch(() => (loading = undefined)),
  }
}
