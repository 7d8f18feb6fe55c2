/** The bar above every page: whose portal, search, whether it is live, and the account. */
import { lazy } from 'react'
import { useConnection } from '../../live/use-live.ts'
import { ConnectionState } from '../../ui/show/connection-state.tsx'
import { AccountMenu } from './account-menu.tsx'
import { PaletteButton } from './palette-button.tsx'
import { TenantMenu } from './tenant-menu.tsx'
import { useSession } from './use-session.ts'

// Hardly anybody ever sees it, so no first page carries it; without a fallback, no page is shown without it.
const ViewBanner = lazy(() => import('../view-as/banner.tsx'))

export function TopBar() {
  const { viewAs } = useSession()
  const connection = useConnection()
  // Phones show the state only when there is something to say.
  const quiet = connection === 'live' || connection === 'connecting'
  return (
    <header className="sticky top-0 z-5 col-span-full flex flex-col border-b border-line bg-side">
      {viewAs === null ? null : <ViewBanner viewAs={viewAs} />}
      <div className="flex grow items-center gap-1 pr-2 pl-2 desk:pr-4 desk:pl-3">
        <TenantMenu />
        <PaletteButton />
        <ConnectionState
          state={connection}
          className={quiet ? 'hidden desk:inline-flex' : 'inline-flex'}
        />
        <AccountMenu />
      </div>
    </header>
  )
}
