/** Whose account it is: read once by the layout, used by every page below it. */
import { useRouteLoaderData } from 'react-router'
import type { AccountView } from './account-api.ts'
import type { loader } from './layout.tsx'

export function useAccount(): AccountView {
  const found = useRouteLoaderData<typeof loader>('account')
  if (found === undefined) throw new Error('useAccount outside of an account')
  return found.account
}
