/** The shell of the console: frame, navigation, one main landmark; everything below it needs a staff session. */
import type { ReactNode } from 'react'
import { Outlet, useNavigation, useRouteLoaderData } from 'react-router'
import type { Route } from './+types/layout.ts'
import { buttonClass } from '../../ui/action/button.tsx'
import { ErrorPage } from '../../ui/page/error-page.tsx'
import { useFocusHeading } from '../../ui/page/use-focus-heading.ts'
import { Announcer } from '../../ui/text/announcer.tsx'
import { useText } from '../../ui/text/use-text.tsx'
import { readConsole } from '../read-console.ts'
import { ConsoleVoice } from './console-voice.tsx'
import { Navigation } from './navigation.tsx'
import { TopBar } from './top-bar.tsx'

export const loader = async (args: Route.LoaderArgs) => ({
  session: await readConsole(args, (api) => api.session.get()),
})

function Shell({ children }: { children: ReactNode }) {
  const text = useText()
  const busy = useNavigation().state === 'loading'
  useFocusHeading()
  return (
    <div
      data-area="console"
      className="grid min-h-dvh grid-cols-[minmax(0,1fr)] grid-rows-[var(--top)_1fr] pb-(--bottom) desk:grid-cols-[var(--side)_minmax(0,1fr)]"
    >
      <a
        href="#main"
        className={buttonClass(
          'secondary',
          'fixed -top-20 left-3 z-40 h-(--control) px-3 focus:top-2',
        )}
      >
        {text('shell.skip')}
      </a>
      <TopBar />
      <Navigation />
      <main
        id="main"
        tabIndex={-1}
        aria-busy={busy}
        className="w-full max-w-[1320px] min-w-0 px-4 pt-5 pb-8 outline-none desk:px-10 desk:pt-8 desk:pb-12"
      >
        {busy ? (
          <div
            role="progressbar"
            aria-label={text('shell.loading')}
            className="fixed inset-x-0 top-0 z-40 h-0.5 overflow-hidden"
          >
            <div className="progress-line h-full w-2/5 bg-brand-ink" />
          </div>
        ) : null}
        {children}
      </main>
      <Announcer />
    </div>
  )
}

export default function ConsoleLayout() {
  return (
    <ConsoleVoice>
      <Shell>
        <Outlet />
      </Shell>
    </ConsoleVoice>
  )
}

/** A page that failed keeps its shell, unless it is the shell that failed. */
export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  const found = useRouteLoaderData<typeof loader>('console')
  if (found === undefined) return <ErrorPage error={error} />
  return (
    <ConsoleVoice>
      <Shell>
        <ErrorPage error={error} home="/admin" inShell />
      </Shell>
    </ConsoleVoice>
  )
}
