/** The bar above every page: whose portal, search, whether it is live, and the account. */
import { useConnection } from '../../live/use-live.ts'
import { ConnectionState } from '../../ui/show/connection-state.tsx'
import { AccountMenu } from './account-menu.tsx'
import { PaletteButton } from './palette-button.tsx'
import { TenantMenu } from './tenant-menu.tsx'

export function TopBar() {
  const connection = useConnection()
  // Phones show the state only when there is something to say.
  const quiet = connection === 'live' || connection === 'connecting'
  return (
    <header className="sticky top-0 z-5 col-span-full flex items-center gap-1 border-b border-line bg-side pr-2 pl-2 desk:pr-4 desk:pl-3">
      <TenantMenu />
      <PaletteButton />
      <ConnectionState
        state={connection}
        className={quiet ? 'hidden desk:inline-flex' : 'inline-flex'}
      />
      <AccountMenu />
    </header>
  )
}
