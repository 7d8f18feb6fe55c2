/** The shell of a tenant: top bar, navigation, one main landmark, and the live connection of the page. */
import { useCallback } from 'react'
import { Outlet, useLocation, useNavigation, useRouteLoaderData } from 'react-router'
import type { Route } from './+types/layout.ts'
import { ONLY_RESETS, revalidateOnLive, useLiveConnection } from '../../live/use-live.ts'
import { buttonClass } from '../../ui/action/button.tsx'
import { Announcer } from '../../ui/text/announcer.tsx'
import { useText, VoiceProvider } from '../../ui/text/use-text.tsx'
import type { SessionView } from '../api.ts'
import { ErrorPage } from '../../ui/page/error-page.tsx'
import { readPortal } from '../read-portal.ts'
import { Navigation } from './navigation.tsx'
import { TopBar } from './top-bar.tsx'
import { isHeld, useRound } from '../timeout/hold.ts'
import { SessionEnd } from '../timeout/session-end.tsx'
import { useFocusHeading } from '../../ui/page/use-focus-heading.ts'

export const loader = async (args: Route.LoaderArgs) => ({
  session: await readPortal(args, (portal) => portal.session.get()),
})

// Another role resets the stream; the navigation must not go on showing what it took away.
const onLive = revalidateOnLive(() => [ONLY_RESETS])

/** Rights and names are read again on another tenant, after an action and when everything is; not on each link. */
export const shouldRevalidate: typeof onLive = (args) =>
  args.currentParams['tenant'] === args.nextParams['tenant'] &&
  args.formMethod === undefined &&
  args.currentUrl.href !== args.nextUrl.href
    ? false
    : onLive(args)

const mayLeave = (): boolean => !isHeld()

interface ShellProps {
  session: SessionView
  children: React.ReactNode
}

function Shell({ session, children }: ShellProps) {
  const text = useText()
  const location = useLocation()
  const busy = useNavigation().state === 'loading'
  const here = location.pathname + location.search
  const { viewAs } = session
  const isView = viewAs !== null
  const door = useCallback(
    () =>
      isView ? '/view-as/over' : `/sign-in?${new URLSearchParams({ next: here, note: 'ended' })}`,
    [here, isView],
  )
  useLiveConnection({
    ...{ door, mayLeave, round: useRound() },
    slug: session.tenant.slug,
    // Tabs of a view hear nothing of the member's own, and those nothing of it.
    personId: isView ? session.session.handle : session.person.id,
    cursor: session.liveCursor,
  })
  useFocusHeading()
  return (
    <div
      data-area={isView ? 'view-as' : undefined}
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
        className="w-full max-w-(--page) px-4 pt-5 pb-8 outline-none desk:px-10 desk:pt-8 desk:pb-12"
      >
        {busy ? <Loading /> : null}
        {children}
      </main>
      {isView ? null : <SessionEnd personId={session.person.id} {...session.session} />}
      <Announcer />
    </div>
  )
}

function Loading() {
  const text = useText()
  return (
    <div
      role="progressbar"
      aria-label={text('shell.loading')}
      className="fixed inset-x-0 top-0 z-40 h-0.5 overflow-hidden"
    >
      <div className="progress-line h-full w-2/5 bg-brand-ink" />
    </div>
  )
}

function WithVoice({ session, children }: ShellProps) {
  return (
    <VoiceProvider locale={session.person.locale} timeZone={session.person.timeZone}>
      <Shell session={session}>{children}</Shell>
    </VoiceProvider>
  )
}

export default function TenantLayout({ loaderData }: Route.ComponentProps) {
  return (
    <WithVoice session={loaderData.session}>
      <Outlet />
    </WithVoice>
  )
}

/** A page that failed keeps its shell, unless it is the shell that failed. */
export function ErrorBoundary({ error, params }: Route.ErrorBoundaryProps) {
  const found = useRouteLoaderData<typeof loader>('tenant')
  if (found === undefined) return <ErrorPage error={error} />
  return (
    <WithVoice session={found.session}>
      <ErrorPage error={error} home={`/t/${params.tenant}/home`} inShell />
    </WithVoice>
  )
}
